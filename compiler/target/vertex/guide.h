// What can stand in a block for Vertex AI, for people who write one.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "schema/guide.h"

namespace launch::vertex {

// `path` begins at the block: a CustomJob, or W&B's spec and run.
std::optional<schema::Guide> guide(std::span<const std::string> path);

}  // namespace launch::vertex
