// `# launch: ignore[rule] reason` comments at work.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/read_yaml.h"

namespace launch {

// A rule of a comment that silenced something.
struct UsedIgnore {
  Span comment;
  std::string_view rule;
};

// Removes the findings that a comment on their line, or on the line before, silences; then reports
// comments that are malformed, name no rule, or (those in the source `judged`) silence nothing
// here. Returns those that had a use, also in other sources: what is no use here may be one
// elsewhere.
std::vector<UsedIgnore> apply_ignores(std::span<const Directive> directives, SourceId judged,
                                      const SourceMap& sources, std::span<const Rule* const> rules,
                                      Diagnostics& diagnostics);

// What is said of a comment that silences nothing.
std::string unused_ignore_message(std::string_view rule);

}  // namespace launch
