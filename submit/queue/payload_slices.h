// Long variables of a queued request, cut anew once they are filled.
#pragma once

#include "compiler/document/node.h"

namespace launch::queue {

// `request` with WANDB_CONFIG and WANDB_LAUNCH_FILE_OVERRIDES of its map `key` in slices of what
// SageMaker takes, where one was filled with something longer or shorter than its macro.
Node with_slices(const Node& request, std::string_view key, Arena& arena);

}  // namespace launch::queue
