#include "compiler/explain.h"

#include <algorithm>

#include "compiler/document/write_json.h"
#include "compiler/spec/shell_words.h"

namespace launch {
namespace {

// One line of what stands at a place.
std::string text_at(Span span, const SourceMap& sources) {
  if (sources.is_secret(span.source)) return std::string(kRedacted);
  std::string text(sources.text(span));
  const std::size_t line_end = text.find('\n');
  if (line_end != std::string::npos) text = text.substr(0, line_end) + " …";
  if (text.size() > 100) text = text.substr(0, 97) + "…";
  return text;
}

std::string dotted(const Path& path) {
  std::string text;
  for (const std::string& step : path) text += (text.empty() ? "" : ".") + step;
  return text;
}

ExplainedStep describe(const Step& step, const SourceMap& sources) {
  const std::string place = sources.describe(step.span);
  switch (step.action) {
    case Step::Action::Overrode:
      return {"overrode", place, text_at(step.span, sources)};
    case Step::Action::Filled:
      return {"filled", place, std::string(step.name) + " " + text_at(step.span, sources)};
    case Step::Action::Aliased:
      return {"aliased", place, text_at(step.span, sources)};
    case Step::Action::Moved:
      return {"moved from", place, std::string(step.name)};
    case Step::Action::Split:
      return {"split", place, text_at(step.span, sources)};
    case Step::Action::Completed:
      return {"added", place, std::string(step.name)};
  }
  return {};
}

std::vector<ExplainedStep> steps_of(const Node& node, const SourceMap& sources) {
  std::vector<ExplainedStep> steps;
  const bool ours = sources.kind(node.span().source) == SourceMap::Kind::BuiltIn;
  if (!ours)
    steps.push_back({"set by", sources.describe(node.span()), text_at(node.span(), sources)});
  for (const Step* step = node.history(); step != nullptr; step = step->previous) {
    steps.push_back(describe(*step, sources));
  }
  return steps;
}

std::string word_text(const Node& node) {
  return node.is_secret() ? std::string(kRedacted) : shell_quote(node.as_string());
}

void explain_argv(const Argv& argv, const SourceMap& sources, std::vector<Explained>& fields) {
  for (std::size_t i = 0; i < argv.words.size(); ++i) {
    const Word& word = argv.words[i];
    // A flag and its value are one field; a repeated flag is one field an occurrence.
    const bool flag_before = i > 0 && !fields.empty() && fields.back().field == word.field &&
                             argv.words[i - 1].node.as_string().starts_with('-') &&
                             argv.words[i - 1].field == word.field && word.field != "docker";
    const bool continues = flag_before && fields.back().value.find(' ') == std::string::npos;
    if (continues || (i > 0 && word.field == "docker" && fields.back().field == "docker")) {
      fields.back().value += " " + word_text(word.node);
      fields.back().steps = steps_of(word.node, sources);
    } else {
      fields.push_back(
          {std::string(word.field), word_text(word.node), false, steps_of(word.node, sources)});
    }
  }
  for (const ProcessVariable& variable : argv.environment) {
    const bool on_line = std::any_of(fields.begin(), fields.end(), [&](const Explained& field) {
      return field.field == "env." + std::string(variable.name);
    });
    if (on_line) continue;
    const std::string value = variable.value.is_null() ? "(from the submitting environment)"
                              : variable.value.is_secret()
                                  ? std::string(kRedacted)
                                  : std::string(variable.value.as_string());
    fields.push_back(
        {"env." + std::string(variable.name), value, false, steps_of(variable.value, sources)});
  }
}

// Every scalar of a rendered object, and every collection that holds nothing.
void explain_tree(const Node& node, const std::string& name, const SourceMap& sources,
                  std::vector<Explained>& fields) {
  if (node.size() == 0) {
    const std::string text = node.is_secret()   ? std::string(kRedacted)
                             : node.is_string() ? std::string(node.as_string())
                                                : write_json_redacted(node, JsonStyle::Compact);
    fields.push_back({name, text, false, steps_of(node, sources)});
    return;
  }
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    explain_tree(node.items()[i], name + "[" + std::to_string(i) + "]", sources, fields);
  }
  for (const Member& member : node.members()) {
    const bool plain = member.key.find_first_of("./[]") == std::string_view::npos;
    const std::string step = plain ? (name.empty() ? "" : ".") + std::string(member.key)
                                   : "[" + std::string(member.key) + "]";
    explain_tree(member.value, name + step, sources, fields);
  }
}

// The job's own fields by their path; those of the objects beside it behind their kind.
void explain_manifest(const Manifest& manifest, const SourceMap& sources,
                      std::vector<Explained>& fields) {
  for (const Node& document : manifest.documents) {
    const Node* kind = document.find("kind");
    const bool is_job = &document == &manifest.documents.back();
    explain_tree(document, is_job || kind == nullptr ? "" : std::string(kind->as_string()), sources,
                 fields);
  }
}

std::string without_prefix(std::string_view asked, std::string_view prefix) {
  return asked.starts_with(prefix) ? std::string(asked.substr(prefix.size())) : std::string(asked);
}

}  // namespace

std::vector<Explained> explain(const Artifact& artifact, const std::vector<Removal>& removed,
                               const SourceMap& sources) {
  std::vector<Explained> fields;
  if (const Argv* argv = std::get_if<Argv>(&artifact.content)) explain_argv(*argv, sources, fields);
  if (const Manifest* manifest = std::get_if<Manifest>(&artifact.content)) {
    explain_manifest(*manifest, sources, fields);
  }
  if (const Request* request = std::get_if<Request>(&artifact.content)) {
    explain_tree(request->body, {}, sources, fields);
  }
  for (const Removal& removal : removed) {
    fields.push_back(
        {dotted(removal.path),
         {},
         true,
         {{"removed by", sources.describe(removal.by), text_at(removal.by, sources)},
          {"was", sources.describe(removal.removed), text_at(removal.removed, sources)}}});
  }
  return fields;
}

std::vector<Explained> explain_hyperparameters(const Spec& spec, std::string_view asked,
                                               const SourceMap& sources) {
  std::string rest = without_prefix(without_prefix(asked, "overrides."), "run_config");
  rest = without_prefix(rest, "hyperparameters");
  Path path;
  for (std::size_t begin = 1; begin < rest.size();) {
    const std::size_t end = std::min(rest.find('.', begin), rest.size());
    path.push_back(rest.substr(begin, end - begin));
    begin = end + 1;
  }
  const bool meant = rest != asked && (rest.empty() || rest[0] == '.');
  const Node* node = meant ? spec.hyperparameters.at(path) : nullptr;
  if (node == nullptr || !node->valid()) return {};
  Explained field{"hyperparameters" + rest, write_json_redacted(*node, JsonStyle::Compact), false,
                  steps_of(*node, sources)};
  field.steps.push_back({"goes to", "env.WANDB_CONFIG", {}});
  return {field};
}

std::vector<Explained> select_fields(const std::vector<Explained>& all, std::string_view asked) {
  std::string wanted(asked);
  if (wanted.starts_with('/')) {
    wanted.erase(0, 1);
    std::replace(wanted.begin(), wanted.end(), '/', '.');
  }
  if (wanted.starts_with("--")) wanted.erase(0, 2);
  for (const std::string_view prefix :
       {"resource_args.docker.", "resource_args.local-container.", "docker.", "overrides."}) {
    wanted = without_prefix(wanted, prefix);
  }
  std::vector<Explained> found;
  for (const Explained& field : all) {
    std::string name = without_prefix(field.field, "resource_args.docker.");
    std::string dashes = wanted;
    std::replace(dashes.begin(), dashes.end(), '_', '-');
    for (const std::string& word : {wanted, dashes}) {
      const bool parent = name.starts_with(word) && name.size() > word.size() &&
                          (name[word.size()] == '.' || name[word.size()] == '[');
      if (name == word || parent) {
        found.push_back(field);
        break;
      }
    }
  }
  return found;
}

}  // namespace launch
