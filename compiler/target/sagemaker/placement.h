// Where a key of the job's block stands in the request, by AWS's own description of it.
#pragma once

#include "compiler/target/target.h"

namespace launch::sagemaker {

// The block as a request: InstanceType, instance_type and instanceType all become
// ResourceConfig.InstanceType. Reports keys that fit no place, or several, or say a thing twice.
Node place_keys(const Node& block, TargetContext& context);

// Without what only W&B's agent heeds (its region, profile and repository).
Node without_agent_settings(const Node& request, Arena& arena);

}  // namespace launch::sagemaker
