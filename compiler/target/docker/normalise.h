// One spelling for each flag of a docker block.
#pragma once

#include "compiler/target/target.h"

namespace launch::docker {

// The block with every known flag under its long name (`-m`, `m` and `--memory` become `memory`),
// and `env` as a map. Two spellings of one flag in one map are docker/duplicate-flag, at the
// second. Keys that are no flag stay as they are.
Node normalise_args(const Node& args, TargetContext& context);

}  // namespace launch::docker
