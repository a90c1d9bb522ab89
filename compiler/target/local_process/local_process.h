// The local-process target: the job's own command, without a container.
#pragma once

#include "compiler/target/target.h"

namespace launch {

extern const Target local_process_target;

}  // namespace launch
