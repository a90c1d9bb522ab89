// What can stand in a block for Kubernetes, for people who write one.
#pragma once

#include <optional>

#include "compiler/document/node.h"
#include "schema/guide.h"

namespace launch::kubernetes {

// `path` begins at the block: a Job manifest, the short form, or both.
std::optional<schema::Guide> guide(std::span<const std::string> path);

}  // namespace launch::kubernetes
