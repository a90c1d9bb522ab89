// `launch render --target wandb`: jobs as `wandb launch` takes them, queues as W&B's queue page.
#pragma once

#include "cli/job_run.h"

namespace launch::cli {

inline constexpr const char* kWandbTarget = "wandb";

// Writes to `output`, or standard output. The exit code.
int render_wandb(const JobOptions& options, const CommonOptions& common, const std::string& output);

}  // namespace launch::cli
