// What a tree says, whatever way it is written, fit for a digest.
#pragma once

#include <string>

#include "compiler/document/node.h"
#include "compiler/document/sha256.h"

namespace launch {

// Compact JSON with the keys of every map in byte order: equal for trees that differ only in how
// they are written (RFC 8785 without its number format: numbers stay as written).
std::string canonical_json(const Node& root);

}  // namespace launch
