// Queues of W&B's own server, through W&B's client.
#pragma once

#include "submit/backend.h"

namespace launch::submit {

extern const Backend kWandb;

}  // namespace launch::submit
