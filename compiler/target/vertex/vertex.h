#pragma once

#include "compiler/target/target.h"

namespace launch {

extern const Target vertex_target;

}  // namespace launch
