// The keys of a job's kubernetes block: the short form's and a manifest's own.
#pragma once

#include "compiler/target/target.h"

namespace launch::kubernetes {

// The block without the keys that are neither, each of which is reported. A custom resource has its
// own fields: nothing is taken from it.
Node with_known_keys(const Node& block, TargetContext& context);

}  // namespace launch::kubernetes
