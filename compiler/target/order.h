// The order of fields that people expect.
#pragma once

#include "compiler/document/node.h"

namespace launch {

// In every map the fields named in `first` stand first, in that order; the others keep theirs.
Node in_customary_order(const Node& node, std::span<const std::string_view> first, Arena& arena);

}  // namespace launch
