// Containers of a Docker engine.
#pragma once

#include "submit/backend.h"

namespace launch::submit {

extern const Backend kDocker;

}  // namespace launch::submit
