// Jobs that are no jobs by themselves.
#pragma once

#include "compiler/compile.h"

namespace launch::cli {

// What says nothing of what runs is a base of others: `found` is what compiling it reported.
bool is_only_a_base(const Compiled& job, const Diagnostics& found);

}  // namespace launch::cli
