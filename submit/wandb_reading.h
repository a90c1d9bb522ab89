// What W&B's client prints about jobs of its queues, and where the Python is that has it.
#pragma once

#include "submit/backend.h"

namespace launch::submit {

std::string wandb_id(const Finished& finished);  // empty when nothing was queued
Found wandb_found(const Finished& finished);
Observation wandb_state(const Finished& finished);
Failure::Kind wandb_failure_kind(const Finished& finished);
// Whether the client ended before it sent anything.
bool wandb_never_sent(const Finished& finished);

// The Python that runs the program `client`: as its first lines say, else the one that lies beside
// it; `client` itself where there is no such program.
std::string wandb_python(const std::string& client, const Variables& variables);

}  // namespace launch::submit
