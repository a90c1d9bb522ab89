// `launch render --target wandb`: jobs as `wandb launch` takes them, queues as W&B's queue page.
#pragma once

#include "cli/render/rendering.h"

namespace launch::cli {

// What `paths` name, one object a line, to `output` or standard output; nothing when one of them
// has an error. The exit code.
int render_wandb(const RenderOptions& options);

}  // namespace launch::cli
