// Walks a tree and replaces string values; everything that is not replaced is shared.
#pragma once

#include <functional>

#include "compiler/document/node.h"

namespace launch {

// Gives the node to stand in place of a string node. `path` leads to it.
using FillString = std::function<Node(const Node& node, const Path& path)>;
// Called for each key.
using VisitKey = std::function<void(const Member& member, const Path& path)>;

Node fill_strings(const Node& root, Arena& arena, const FillString& fill,
                  const VisitKey& visit_key);

}  // namespace launch
