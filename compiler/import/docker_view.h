// A docker run line by what it says, whatever the order and spelling of its flags.
#pragma once

#include <span>
#include <vector>

#include "compiler/import/import.h"

namespace launch {

// `words`: everything behind `docker run`. A map: each flag under its long name with the list of
// its values (only the last one of a flag that is not repeated, true for a switch), `env` as a map
// (null: taken from the environment), `image`, and `args` behind it.
Node docker_view(std::span<const Node> words, Arena& arena);

// Of a rendered job.
Node rendered_docker_view(const Compiled& compiled, Arena& arena);

// How docker's client reads a switch's value (Go's strconv.ParseBool); `fallback` for others.
bool switch_value(std::string_view text, bool fallback);

}  // namespace launch
