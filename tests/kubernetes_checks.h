// Kubernetes objects under judgement, for the tables of the tests.
#pragma once

#include <algorithm>
#include <string>

#include "compiler/target/kubernetes/judge.h"
#include "tests/document_checks.h"

namespace launch::tests {

// What is said about the documents of `yaml`, in the order of their lines: "7 missing-field, 9
// duplicate" are findings of kubernetes/missing-field and kubernetes/duplicate. Lines count from
// `first`, for texts of which only a part matters.
inline std::string judged(const std::string& yaml, std::string_view version = {},
                          std::size_t first = 1) {
  Reading reading(yaml);
  const TargetOptions options{.kubernetes_version = version};
  for (const Document& document : reading.documents) {
    kubernetes::judge_object(document.root,
                             {reading.arena, reading.sources, reading.diagnostics, options});
  }
  std::string result;
  for (const Diagnostic& found : reading.diagnostics.sorted()) {
    const std::size_t line = reading.sources.position(found.span.source, found.span.begin).line;
    result += (result.empty() ? "" : ", ") + std::to_string(line - first + 1) + " " +
              std::string(found.rule->id.substr(found.rule->id.find('/') + 1));
  }
  return result;
}

// `text` with each of its lines moved to the right.
inline std::string indented(std::string_view text, std::size_t blanks) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    result.append(blanks, ' ').append(text.substr(0, end)).append("\n");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

// A Job that is fine but for these fields of its pod; lines count from them, or from the one behind
// `skipped` lines.
inline std::string judged_pod(std::string_view fields, std::string_view version = {},
                              std::size_t skipped = 0) {
  const std::string head = R"(apiVersion: batch/v1
kind: Job
metadata:
  name: train
spec:
  template:
    spec:
)";
  const auto lines = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\n'));
  return judged(head + indented(fields, 6), version, lines + skipped + 1);
}

}  // namespace launch::tests
