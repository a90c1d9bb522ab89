// The runs of a sweep submitted, some at a time, or put into queues, each once.
#pragma once

#include "cli/sweep/planned_run.h"

namespace launch::cli {

// What was submitted by an earlier call is told and passed over: the same call goes on where this
// one stopped. Holds a few runs at a time, however many there are, unless it is to wait for them.
// The exit code.
int submit_runs(const RunsToSubmit& asked, RunCompiler& compiler, FindingsOnce& said,
                const CommonOptions& common);

// The same into queues, for agents. Throws queue::StoreError; the same call goes on.
int enqueue_runs(const RunsToSubmit& asked, RunCompiler& compiler, FindingsOnce& said,
                 const CommonOptions& common);

}  // namespace launch::cli
