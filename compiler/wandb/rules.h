// What W&B's own agent makes of a job that launch would make otherwise.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::wandb {

inline constexpr Rule kDiffers{
    "portability/wandb-differs", Severity::Warning,
    "something that W&B's agent does otherwise, or cannot be told",
    "The launch spec is right, but the agent of wandb 0.31 makes something else of it than `launch "
    "render` does for the target itself, or refuses it, so that it was left out. The message says "
    "which. Accept it with # launch: ignore[portability/wandb-differs] and a reason, or submit "
    "with "
    "`launch submit`. Source: docs/differences-from-wandb.md; wandb/sdk/launch/runner."};

inline constexpr std::array kWandbRules{&kDiffers};

}  // namespace launch::wandb
