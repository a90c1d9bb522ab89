// The kubernetes target: a job as the objects to create for it.
#pragma once

#include "compiler/target/target.h"

namespace launch {

extern const Target kubernetes_target;

}  // namespace launch
