// Finished argument lists, read from files.
#pragma once

#include "compiler/target/target.h"

namespace launch::docker {

// Judges a list of words as docker would, at the words themselves. A leading `docker run` (also
// `docker create`, `docker container run`) is allowed and skipped.
void judge_finished(const FinishedInput& input);

}  // namespace launch::docker
