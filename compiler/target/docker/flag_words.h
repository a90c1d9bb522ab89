// A member of a docker block as words of the command line.
#pragma once

#include "compiler/target/target.h"

namespace launch::docker {

// true: the bare flag; false and null: nothing (--FLAG=false for the few that are on by default); a
// list: the flag repeated; a map: KEY=VALUE each. Reports keys that are no flag
// (docker/unknown-flag) and values of a form the flag does not take (docker/flag-value).
void append_flag_words(Argv& argv, const Member& member, TargetContext& context);

}  // namespace launch::docker
