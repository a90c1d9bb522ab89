// What must hold for every compile, whatever the documents: used by the tests and the fuzzers.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/diagnostic/render.h"
#include "compiler/explain.h"
#include "compiler/page/page.h"
#include "compiler/target/words.h"
#include "tests/memory_files.h"

namespace launch::tests {

// Secrets of the pretended environment hold this text.
inline constexpr std::string_view kHunter = "hunter2";

inline bool lies_inside(Span span, const SourceMap& sources) {
  const bool known = static_cast<std::size_t>(span.source) < sources.size();
  return known && span.begin <= span.end && span.end <= sources.text(span.source).size();
}

// Empty when every finding and note says something and stands in a source.
inline std::string finding_problem(const Diagnostics& diagnostics, const SourceMap& sources) {
  for (const Diagnostic& found : diagnostics.all()) {
    const std::string rule(found.rule->id);
    if (found.message.empty()) return rule + ": a finding without a message";
    if (!lies_inside(found.span, sources)) return rule + ": a finding outside its source";
    for (const Note& note : found.notes) {
      if (note.message.empty()) return rule + ": a note without a message";
      if (!lies_inside(note.span, sources)) return rule + ": a note outside its source";
    }
  }
  return {};
}

// The page of a compile.
inline std::string page_text(MemoryCompile& job) {
  const std::vector<Finding> findings = resolve(job.diagnostics.sorted(), job.sources);
  return page::write_page({"job.yaml", {&job.compiled, 1}, findings, job.sources, job.arena});
}

// What stands between each `start` and the quote that ends it.
inline std::vector<std::string> quoted_after(const std::string& page, std::string_view start) {
  std::vector<std::string> found;
  for (std::size_t at = page.find(start); at != std::string::npos; at = page.find(start, at + 1)) {
    const std::size_t begin = at + start.size();
    found.push_back(page.substr(begin, page.find('"', begin) - begin));
  }
  return found;
}

// A link of a page that leads nowhere, or twice somewhere; empty when there is none.
inline std::string lost_link(const std::string& page) {
  std::map<std::string, int> ids;
  for (const std::string& id : quoted_after(page, " id=\"")) ++ids[id];
  for (const std::string& id : quoted_after(page, "href=\"#")) {
    if (ids[id] != 1) return id;
  }
  return {};
}

// All that a compile lets anybody see: findings, words, shell lines, explanations; as much as the
// command line prints of them.
inline std::string visible_text(const MemoryCompile& job) {
  std::string text = render_text(resolve(job.diagnostics.sorted(), job.sources), false);
  for (const Artifact& artifact : job.compiled.artifacts) {
    const Argv& argv = std::get<Argv>(artifact.content);
    text += shell_line(argv) + "\n";
    for (const Word& word : argv.words) {
      if (!word.node.is_secret()) text += std::string(word.node.as_string()) + "\n";
    }
    for (const ProcessVariable& variable : argv.environment) {
      text += std::string(variable.name) + "=";
      if (!variable.value.is_secret()) text += variable.value.as_string();
      text += "\n";
    }
    for (const Explained& field : explain(artifact, job.compiled.removed, job.sources)) {
      text += field.field + " " + field.value + "\n";
      for (const ExplainedStep& step : field.steps) {
        text += step.action + " " + step.place + " " + step.text + "\n";
      }
    }
  }
  return text;
}

}  // namespace launch::tests
