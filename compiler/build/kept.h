// The parts of a job that say how its image is built: what a queue keeps of it until an agent
// builds.
#pragma once

#include <optional>

#include "compiler/build/plan.h"

namespace launch::build {

// {"source":"git","code":…,"entry":[…],"spec":{…}}, of nodes of `spec`.
Node kept_of(const Spec& spec, std::string_view target, Arena& arena);

// A spec whose image plan_of() and cluster_settings() have built as they would that of the whole
// job. Nothing when it is no such mapping.
std::optional<Spec> spec_of_kept(const Node& kept);

}  // namespace launch::build
