// How jobs, and the runs of sweeps, are submitted: the flags that both commands have.
#pragma once

#include "cli/build/code_options.h"
#include "cli/queue/enqueue.h"
#include "cli/submit/follow.h"

namespace launch::cli {

// With --enqueue: the agent builds, as the job, its queue and its own configuration say. Throws
// UsageError.
void refuse_build_flags(const BuildOptions& build);

struct SubmitFlags {
  bool wait = false;
  bool rerun = false;
  bool keep_going = false;
  std::size_t at_once = 4;
  std::string timeout;
  FollowOptions follow;
  BuildOptions build;
  bool enqueue = false;
  EnqueueOptions queueing;

  bool stays() const { return wait || follow.logs; }
  EnqueueOptions into_queues(bool json) const {
    refuse_build_flags(build);
    EnqueueOptions options = queueing;
    options.rerun = rerun;
    options.json = json;
    return options;
  }
};

// `what` is submitted: "jobs", "runs".
void add_submit_flags(CLI::App& command, SubmitFlags& flags, const std::string& what);

}  // namespace launch::cli
