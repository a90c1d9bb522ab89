// Where launch keeps what it remembers between calls.
#pragma once

#include <string>

#include "submit/backend.h"

namespace launch::submit {

// LAUNCH_STATE_DIR, or `launch` below XDG_STATE_HOME or ~/.local/state; empty when none of them and
// no HOME is set.
// https://specifications.freedesktop.org/basedir-spec/latest/
std::string state_folder(const Variables& variables);

}  // namespace launch::submit
