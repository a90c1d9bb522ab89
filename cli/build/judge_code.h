// The Dockerfile of a job, or what launch would write, judged where the code is at hand.
#pragma once

#include "cli/judgement.h"

namespace launch::cli {

// `compiled` has no errors.
void judge_code(const Grounds& grounds, const Compiled& compiled, Judgement& judgement,
                Diagnostics& found);

}  // namespace launch::cli
