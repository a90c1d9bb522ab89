// What can stand in a target's block, for people who write one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "schema/guide.h"

namespace launch {

// `path` begins at the block of the target of that name or alias; nothing where the target says
// nothing.
std::optional<schema::Guide> block_guide(std::string_view target,
                                         std::span<const std::string> path);

}  // namespace launch
