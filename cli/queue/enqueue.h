// Jobs put into queues, for agents to submit.
#pragma once

#include <string>

#include "cli/submit/plan.h"

namespace launch::cli {

struct EnqueueOptions {
  std::string store;
  std::string priority;  // of all of them; empty: each job's own
  bool rerun = false;
  bool json = false;
};

// Each job of the plan into the queue that it names, or into `default`. The exit code.
// Throws UsageError and queue::StoreError; what was put in before stays there, and the same call
// goes on.
int enqueue(const Plan& plan, const EnqueueOptions& options, const Workspace& workspace);

}  // namespace launch::cli
