// What a target cannot say is reported, never lost in silence.
#pragma once

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/spec/spec.h"

namespace launch {

// What neither a container nor a process on one machine has a word for: paths of input and
// output artifacts, overrides.working_dir, additional_services.
void report_dropped_fields(const Spec& spec, std::string_view target, Diagnostics& diagnostics);

// What the blocks of other targets ask for and a target among `targets` has no words for: for jobs
// that are rendered for all of them.
void report_foreign_needs(const Spec& spec, std::span<const std::string_view> targets,
                          Diagnostics& diagnostics);

// Blocks of other targets that a job is not rendered for, when it has none for the one that it is.
void report_unused_blocks(const Spec& spec, std::string_view target, Diagnostics& diagnostics);

}  // namespace launch
