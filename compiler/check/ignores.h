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

// Whether a job is only judged, or what comes of it is shown, compared or run: then an error behind
// which nothing of use comes of the job (an unknown variable, a secret in plain sight) is not
// silenced.
enum class Purpose : std::uint8_t { Judge, Run };

// An error that no comment silences where something is to run.
bool holds_error(const Diagnostics& diagnostics, std::span<const Directive> directives,
                 const SourceMap& sources);

// Removes the findings that a comment on their line, or on the line before, silences; then reports
// comments that are malformed, name no rule, or (those in the source `judged`) silence nothing
// here. Returns those that had a use, also in other sources: what is no use here may be one
// elsewhere.
std::vector<UsedIgnore> apply_ignores(std::span<const Directive> directives, SourceId judged,
                                      const SourceMap& sources, std::span<const Rule* const> rules,
                                      Diagnostics& diagnostics, Purpose purpose = Purpose::Run);

// What is said of a comment that silences nothing.
std::string unused_ignore_message(std::string_view rule);

}  // namespace launch
