#include "compiler/explain.h"

#include <algorithm>
#include <unordered_set>

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
  if (text.size() <= 100) return text;
  std::size_t end = 97;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

std::string dotted(const Path& path) {
  std::string text;
  for (const std::string& step : path) text += (text.empty() ? "" : ".") + step;
  return text;
}

ExplainedStep describe(const Step& step, const SourceMap& sources) {
  const std::string place = sources.describe(step.span);
  const std::string name(step.name);
  const auto there = [&] { return text_at(step.span, sources); };
  switch (step.action) {
    case Step::Action::Overrode:
      return {"overrode", place, there(), step.span};
    case Step::Action::Filled:
      return {"filled", place, name + " " + there(), step.span};
    case Step::Action::Aliased:
      return {"aliased", place, there(), step.span};
    case Step::Action::Moved:
      return {"moved from", place, name, step.span};
    case Step::Action::Split:
      return {"split", place, there(), step.span};
    case Step::Action::Completed:
      return {"added", place, name, step.span};
  }
  return {};
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
  std::unordered_set<std::string> on_line;
  for (const Explained& field : fields) on_line.insert(field.field);
  for (const ProcessVariable& variable : argv.environment) {
    if (on_line.count("env." + std::string(variable.name)) > 0) continue;
    const std::string value = variable.value.is_null() ? "(from the submitting environment)"
                              : variable.value.is_secret()
                                  ? std::string(kRedacted)
                                  : std::string(variable.value.as_string());
    fields.push_back(
        {"env." + std::string(variable.name), value, false, steps_of(variable.value, sources)});
  }
}

// Every scalar of a rendered object, and every collection that holds nothing.
struct TreeExplainer {
  const SourceMap& sources;
  std::vector<Explained>& fields;

  void explain(const Node& node, const std::string& name, const std::string& by_names) {
    if (node.size() == 0) {
      const std::string text = node.is_secret()   ? std::string(kRedacted)
                               : node.is_string() ? std::string(node.as_string())
                                                  : write_json_redacted(node, JsonStyle::Compact);
      fields.push_back({name, text, false, steps_of(node, sources), by_names});
      return;
    }
    for (std::size_t i = 0; i < node.items().size(); ++i) {
      const std::string number = "[" + std::to_string(i) + "]";
      const Node* its_name = node.items()[i].find("name");
      const bool named = its_name != nullptr && its_name->is_string();
      explain(node.items()[i], name + number,
              by_names + (named ? step_text(its_name->as_string()) : number));
    }
    for (const Member& member : node.members()) {
      const std::string step = step_text(member.key);
      const bool first = name.empty() && step.starts_with('.');
      explain(member.value, name + (first ? step.substr(1) : step), by_names + step);
    }
  }

  static std::string step_text(std::string_view key) {
    const bool plain = key.find_first_of("./[]") == std::string_view::npos;
    return plain ? "." + std::string(key) : "[" + std::string(key) + "]";
  }
};

// The job's own fields by their path; those of the objects beside it behind their kind. `first`
// stands before all of them.
void explain_manifest(const Manifest& manifest, const std::string& first, const SourceMap& sources,
                      std::vector<Explained>& fields) {
  for (const Node& document : manifest.documents) {
    const Node* kind = document.find("kind");
    const bool is_job = &document == &manifest.documents.back();
    std::string start = first;
    if (!is_job && kind != nullptr) {
      start += (start.empty() ? "" : ".") + std::string(kind->as_string());
    }
    TreeExplainer{sources, fields}.explain(document, start, start);
  }
}

std::string without_prefix(std::string_view asked, std::string_view prefix) {
  return asked.starts_with(prefix) ? std::string(asked.substr(prefix.size())) : std::string(asked);
}

}  // namespace

std::vector<ExplainedStep> steps_of(const Node& node, const SourceMap& sources) {
  std::vector<ExplainedStep> steps;
  const Span set_at = node.span();
  const bool ours = sources.kind(set_at.source) == SourceMap::Kind::BuiltIn;
  if (!ours)
    steps.push_back({"set by", sources.describe(set_at), text_at(set_at, sources), set_at});
  for (const Step* step = node.history(); step != nullptr; step = step->previous) {
    steps.push_back(describe(*step, sources));
  }
  return steps;
}

namespace {

void explain_removed(const std::vector<Removal>& removed, const SourceMap& sources,
                     std::vector<Explained>& fields) {
  for (const Removal& removal : removed) {
    fields.push_back(
        {dotted(removal.path),
         {},
         true,
         {{"removed by", sources.describe(removal.by), text_at(removal.by, sources), removal.by},
          {"was", sources.describe(removal.removed), text_at(removal.removed, sources),
           removal.removed}}});
  }
}

}  // namespace

std::vector<Explained> explain(const Artifact& artifact, const std::vector<Removal>& removed,
                               const SourceMap& sources) {
  std::vector<Explained> fields;
  if (const Argv* argv = std::get_if<Argv>(&artifact.content)) explain_argv(*argv, sources, fields);
  if (const Manifest* manifest = std::get_if<Manifest>(&artifact.content)) {
    // Named apart from the fields of the job that the image is for.
    const bool builds = find_target(artifact.target) == nullptr;
    explain_manifest(*manifest, builds ? std::string(artifact.target) : std::string(), sources,
                     fields);
  }
  if (const Request* request = std::get_if<Request>(&artifact.content)) {
    TreeExplainer{sources, fields}.explain(request->body, {}, {});
  }
  explain_removed(removed, sources, fields);
  return fields;
}

std::vector<Explained> explain_merged(const Compiled& job, const SourceMap& sources) {
  std::vector<Explained> fields;
  TreeExplainer{sources, fields}.explain(job.spec.root, {}, {});
  explain_removed(job.removed, sources, fields);
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
  field.steps.push_back({"goes to", "env.WANDB_CONFIG", {}, {}});
  return {field};
}

namespace {

// The keys and numbers of a path, whatever stands between them.
std::vector<std::string> steps_of_path(std::string_view path) {
  std::vector<std::string> steps;
  for (std::size_t at = 0; at < path.size();) {
    const bool bracket = path[at] == '[';
    const std::size_t begin = bracket || path[at] == '.' ? at + 1 : at;
    const std::size_t end = std::min(path.find_first_of(bracket ? "]" : ".[", begin), path.size());
    if (end > begin) steps.emplace_back(path.substr(begin, end - begin));
    at = end + (bracket ? 1 : 0);
  }
  return steps;
}

bool holds(const std::vector<std::string>& path, const std::vector<std::string>& part) {
  return std::search(path.begin(), path.end(), part.begin(), part.end()) != path.end();
}

bool moved_from(const Explained& field, const std::string& name) {
  return std::any_of(field.steps.begin(), field.steps.end(), [&](const ExplainedStep& step) {
    return step.action == "moved from" && (step.text == name || step.text.starts_with(name + ".") ||
                                           step.text.starts_with(name + "["));
  });
}

std::vector<Explained> select_inside(const std::vector<Explained>& all, const std::string& wanted) {
  const std::vector<std::string> part = steps_of_path(wanted);
  std::vector<Explained> found;
  for (const Explained& field : all) {
    const bool inside = !part.empty() && (holds(steps_of_path(field.field), part) ||
                                          holds(steps_of_path(field.by_names), part));
    if (inside || moved_from(field, wanted)) found.push_back(field);
  }
  return found;
}

}  // namespace

std::vector<Explained> select_fields(const std::vector<Explained>& all, std::string_view asked) {
  std::string wanted(asked);
  if (wanted.starts_with('/')) {
    wanted.erase(0, 1);
    std::replace(wanted.begin(), wanted.end(), '/', '.');
  }
  if (wanted.starts_with("--")) wanted.erase(0, 2);
  for (const std::string_view prefix :
       {"resource_args.docker.", "resource_args.local-container.", "resource_args.kubernetes.",
        "resource_args.vertex.", "resource_args.gcp-vertex.", "docker.", "kubernetes.", "vertex.",
        "overrides."}) {
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
  return found.empty() ? select_inside(all, wanted) : found;
}

}  // namespace launch
