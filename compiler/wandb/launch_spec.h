// A job in the words of W&B's own client, and what its agent would do differently.
#pragma once

#include "compiler/compile.h"

namespace launch::wandb {

struct SpecContext {
  Arena& arena;
  SourceMap& sources;
  Diagnostics& diagnostics;
};

// What `wandb launch` is given.
struct LaunchSpec {
  Node body;             // the file of --config
  Node queue, priority;  // flags beside it; not valid when the job says nothing
};

// `job` was compiled without errors for one target. What the queue says is left out: W&B's server
// lays the job over the queue itself.
LaunchSpec launch_spec(const Compiled& job, const SpecContext& context);

// A queue as W&B's queue page and upsert_run_queue take it: {"resource":…, "config":…,
// "template_variables":{name: {"schema":…}}}.
Node queue_config(const Node& queue, const SpecContext& context);

}  // namespace launch::wandb
