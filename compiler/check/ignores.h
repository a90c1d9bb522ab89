// `# launch: ignore[rule] reason` comments at work.
#pragma once

#include <optional>
#include <span>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/read_yaml.h"

namespace launch {

// Removes the findings that a comment on their line, or on the line before, silences; then reports
// comments that are malformed, name no rule, or (those in the source `judged`, if any) silence
// nothing.
void apply_ignores(std::span<const Directive> directives, std::optional<SourceId> judged,
                   const SourceMap& sources, std::span<const Rule* const> rules,
                   Diagnostics& diagnostics);

}  // namespace launch
