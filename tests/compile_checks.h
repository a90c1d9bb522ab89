// What must hold for every compile, whatever the documents: used by the tests and the fuzzers.
#pragma once

#include <string>

#include "compiler/diagnostic/render.h"
#include "compiler/explain.h"
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
