#include <algorithm>
#include <set>

#include "cli/lsp/question.h"
#include "compiler/document/write_json.h"
#include "compiler/explain.h"
#include "compiler/resolve/built_in_macros.h"

namespace launch::cli {
namespace {

std::string code(std::string_view text) {
  const char* fence = text.find('`') == std::string_view::npos ? "`" : "``";
  return fence + std::string(text) + fence;
}

std::string about(const schema::Guide& guide) {
  std::string text = guide.description;
  const auto add = [&](const std::string& line) { text += (text.empty() ? "" : "\n\n") + line; };
  if (!guide.type.empty()) add("Type: " + guide.type);
  if (!guide.words.empty()) {
    std::string words;
    for (const std::string& word : guide.words) words += (words.empty() ? "" : ", ") + code(word);
    add("One of " + words);
  }
  if (!guide.default_value.empty()) add("Default: " + code(guide.default_value));
  if (!guide.examples.empty()) {
    std::string examples;
    for (const std::string& example : guide.examples) {
      examples += (examples.empty() ? "" : ", ") + code(example);
    }
    add("Example: " + examples);
  }
  return text;
}

// A field whose value was decided, overrode or filled by what stands at one of these places.
bool comes_from(const Explained& field, const std::set<std::string>& places) {
  return std::any_of(field.steps.begin(), field.steps.end(),
                     [&](const ExplainedStep& step) { return places.count(step.place) > 0; });
}

// Without what findings mask as well.
Explained masked(Explained field, const std::vector<Span>& masks) {
  const auto is_masked = [&](const Span& place) {
    return std::any_of(masks.begin(), masks.end(), [&](const Span& mask) {
      return mask.source == place.source && mask.begin < place.end && place.begin < mask.end;
    });
  };
  for (ExplainedStep& step : field.steps) {
    if (!is_masked(step.span)) continue;
    step.text = kRedacted;
    field.value = kRedacted;
  }
  return field;
}

std::string as_markdown(const Explained& field, std::string_view target) {
  std::string text = "**" + field.field + "** (" + std::string(target) + ")";
  text += field.removed ? ": removed\n" : ": " + code(field.value) + "\n";
  for (const ExplainedStep& step : field.steps) {
    text += "- " + step.action + " " + step.place;
    if (!step.text.empty()) text += " " + code(step.text);
    text += "\n";
  }
  return text;
}

}  // namespace

std::string Question::about_key(std::uint32_t entry) const {
  const std::optional<schema::Guide> guide = edit::guide_at(kind(), outline_.path_of(entry));
  return guide ? about(*guide) : std::string();
}

// Where a value of one file ends in what another renders, or the same. `failing`: in the document
// that the layers of a job with mistakes merge to.
std::string Question::explained_in(const std::string& path, edit::Range value, bool failing) {
  constexpr std::size_t kMost = 8;  // fields; a variable can end in very many
  const std::unique_ptr<Explanation> explanation = asked_.judge.compile_file(path);
  const SourceMap& sources = explanation->file.sources;
  // The source of that name: a file that two jobs of one text name is read once each.
  std::set<std::string> places;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto id = static_cast<SourceId>(i);
    if (sources.name(id) != document_.path) continue;
    places.insert(sources.describe({id, value.begin, value.end}));
  }
  std::string text;
  std::size_t found = 0;
  const auto add = [&](const std::vector<Explained>& fields, std::string_view target) {
    for (const Explained& field : fields) {
      if (!comes_from(field, places) || ++found > kMost) continue;
      text += (text.empty() ? "" : "\n") + as_markdown(masked(field, explanation->masked), target);
    }
  };
  for (std::size_t i = 0; i < explanation->jobs.size(); ++i) {
    const Compiled& job = explanation->jobs[i];
    if (failing && explanation->failed[i]) {
      add(explain_merged(job, sources), "not rendered while the job has errors");
    }
    for (const Artifact& artifact : job.artifacts) {
      if (!failing) add(explain(artifact, job.removed, sources), artifact.target);
    }
  }
  if (found > kMost) text += "\nand " + std::to_string(found - kMost) + " more fields\n";
  return text;
}

std::string Question::about_value(std::uint32_t entry) {
  const edit::Range value = outline_.entries[entry].value;
  // A base or queue is rendered by the jobs that read it; the first one serves as an example.
  const std::vector<std::string> readers = asked_.board.readers_of(document_.path);
  constexpr std::size_t kTried = 4;
  for (const bool failing : {false, true}) {
    std::string text = explained_in(document_.path, value, failing);
    if (!text.empty()) return text;
    for (std::size_t i = 0; i < std::min(readers.size(), kTried); ++i) {
      text = explained_in(readers[i], value, failing);
      if (text.empty()) continue;
      std::string others;
      if (readers.size() > 1)
        others = ", one of " + std::to_string(readers.size()) + " files that read this";
      return "In " + readers[i] + others + ":\n\n" + text;
    }
  }
  return about_key(entry);
}

std::string Question::about_hole(std::uint32_t at) {
  const std::optional<edit::Hole> hole = edit::hole_at(document_.text, at);
  if (!hole) return {};
  if (!hole->is_macro) {
    const std::map<std::string, Declared> known = variables();
    const auto found = known.find(hole->name);
    if (found == known.end())
      return "Template variable " + code(hole->name) + ", declared nowhere.";
    const Part& part = parts_[found->second.part];
    const std::string value = found->second.value;
    return "Template variable " + code(hole->name) + ", declared in " + part.path +
           (value.empty() ? "." : ": " + code(value));
  }
  for (const BuiltInMacro& macro : built_in_macros()) {
    if (macro.name != hole->name) continue;
    return "Macro " + code(hole->name) + ": the job's " + std::string(macro.field) +
           ", filled at launch.";
  }
  return "Macro " + code(hole->name) +
         ": a variable of the environment that submits; its value is a secret.";
}

Json Question::hover() {
  const std::uint32_t at = offset();
  const std::optional<edit::Standing> standing = edit::standing_at(outline_, at);
  std::string text = about_hole(at);
  if (standing) {
    const bool on_key = standing->on == edit::Standing::On::Key;
    const std::string more = on_key ? about_key(standing->entry) : about_value(standing->entry);
    if (!more.empty()) text += (text.empty() ? "" : "\n\n") + more;
  }
  if (text.empty()) return nullptr;
  Json result = {{"contents", {{"kind", "markdown"}, {"value", text}}}};
  if (standing) {
    const edit::Entry& entry = outline_.entries[standing->entry];
    result["range"] =
        places_.range(standing->on == edit::Standing::On::Key ? entry.key : entry.value);
  }
  return result;
}

}  // namespace launch::cli
