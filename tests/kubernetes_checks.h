// Kubernetes objects under judgement, for the tables of the tests.
#pragma once

#include <string>

#include "compiler/target/kubernetes/judge.h"
#include "tests/document_checks.h"

namespace launch::tests {

// What is said about the documents of `yaml`, in the order of their lines: "7 missing-field, 9
// duplicate" are findings of kubernetes/missing-field and kubernetes/duplicate.
inline std::string judged(const std::string& yaml, std::string_view version = {}) {
  Reading reading(yaml);
  const TargetOptions options{.kubernetes_version = version};
  for (const Document& document : reading.documents) {
    kubernetes::judge_object(document.root,
                             {reading.arena, reading.sources, reading.diagnostics, options});
  }
  std::string result;
  for (const Diagnostic& found : reading.diagnostics.sorted()) {
    const std::size_t line = reading.sources.position(found.span.source, found.span.begin).line;
    result += (result.empty() ? "" : ", ") + std::to_string(line) + " " +
              std::string(found.rule->id.substr(found.rule->id.find('/') + 1));
  }
  return result;
}

}  // namespace launch::tests
