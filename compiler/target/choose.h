// Which target a job is for.
#pragma once

#include <vector>

#include "compiler/target/target.h"

namespace launch {

// What --target calls every target that the job has a block for, or names as its resource.
inline constexpr std::string_view kAllTargets = "all";

// --target, else the job's or queue's `resource`, else the only block of resource_args. With
// `every`, a job that does not say is for each target that it has a block for. Reports names that
// are no target (spec/target-unknown) and jobs that do not say (spec/target-unclear, unless
// `every`).
std::vector<const Target*> choose_targets(const Spec& spec, const Node& asked, bool every,
                                          Diagnostics& diagnostics);

// Reports a `resource` that is no target, for a job whose comment silences what its schema said.
void report_unknown_target(const Node& resource, Diagnostics& diagnostics);

}  // namespace launch
