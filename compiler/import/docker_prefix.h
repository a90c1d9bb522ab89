// What stands in front of the flags of `docker run`.
#pragma once

#include "compiler/import/shell.h"

namespace launch {

// The number of words up to and with `run`: sudo, variables, docker and its own flags, which are
// reported; 0 for a command that runs no container.
std::size_t docker_prefix(const shell::Command& command, ImportContext& context);

}  // namespace launch
