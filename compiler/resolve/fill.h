// Walks a tree and replaces string values; everything that is not replaced is shared.
#pragma once

#include <functional>
#include <span>

#include "compiler/document/node.h"

namespace launch {

// The keys and indexes that lead to a node, as in Path.
using PathView = std::span<const std::string_view>;

struct Filling {
  char mark;  // every string with a hole of the kind that is filled holds it
  // Gives the node to stand in place of a string node.
  std::function<Node(const Node& node, PathView path)> string;
  // Called for each key that may have holes of any kind; may be empty.
  std::function<void(const Member& member)> key{};
};

Node fill_strings(const Node& root, const Filling& filling, Arena& arena);

}  // namespace launch
