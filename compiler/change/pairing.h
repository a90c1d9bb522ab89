// Which item of a list is which item of another.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/document/node.h"

namespace launch {

inline constexpr std::size_t kNobody = std::numeric_limits<std::size_t>::max();

// Indexes; kNobody where the item was added or removed.
struct Pair {
  std::size_t before = kNobody;
  std::size_t after = kNobody;
};

struct Pairing {
  std::vector<Pair> pairs;  // each item of both lists once; the order of `after`, then what is gone
  std::string_view key{};   // by which the items are told apart; empty: by what they say
  bool reordered = false;   // the items that stayed stand in another order, and have keys
};

// `key` is what the target tells the items apart by, or empty. Without one, a key under which every
// item has a name of its own does; else equal items stay together in their order, and what lies
// between them is paired off. The same both ways: pair(b, a) is pair(a, b) with its sides swapped.
Pairing pair_items(std::span<const Node> before, std::span<const Node> after, std::string_view key);

}  // namespace launch
