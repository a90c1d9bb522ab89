// The scheduler that W&B starts for a sweep: a job of its own, which pushes the runs.
#pragma once

#include "compiler/sweep/sweep.h"

namespace launch::sweep {

struct SchedulerSettings {
  std::string_view entity, project;  // of the workspace, where the sweep sets none
};

// The launch spec that `wandb launch-sweep` sends along when it creates the sweep
// (wandb/cli/cli.py, launch_sweep). Reports what the sweep lacks for it: a queue, a project, a job
// or image for its runs. W&B's server replaces the text WANDB_SWEEP_ID.
Node scheduler_spec(const Sweep& sweep, const SchedulerSettings& settings,
                    const SweepContext& context);

}  // namespace launch::sweep
