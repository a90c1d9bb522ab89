// What is put into a queue of W&B's own server.
#pragma once

#include "compiler/wandb/launch_spec.h"

namespace launch::wandb {

inline constexpr std::string_view kTarget = "wandb";

// Whether the queue's file says that it is a copy of one there.
bool is_in_wandb_queue(const Compiled& job);

// For submit/wandb.cpp: {"server":…, "queue":…, "priority":…, "spec":…}. `server` is empty where
// nobody chose one; the priority is one of W&B's words, medium when the job says nothing. What the
// spec lacks for a queue is reported.
Artifact queue_item(const Compiled& job, std::string_view server, const SpecContext& context);

}  // namespace launch::wandb
