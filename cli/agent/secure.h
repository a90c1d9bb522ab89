// secure_mode of launch-config.yaml: what jobs may not ask for.
#pragma once

#include <string>

#include "submit/queue/payload.h"

namespace launch::cli {

// Why secure_mode refuses the job; empty when it does not.
std::string insecure(const queue::Order& order);

}  // namespace launch::cli
