// The docker target: a job as the argument list of `docker run`.
#pragma once

#include "compiler/target/target.h"

namespace launch {

extern const Target docker_target;

}  // namespace launch
