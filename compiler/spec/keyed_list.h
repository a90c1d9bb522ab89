// Lists whose items are told apart by one of their fields, such as containers by name.
#pragma once

#include <functional>
#include <string_view>
#include <unordered_map>

#include "compiler/document/node.h"

namespace launch {

// The key that tells the items of the list at a path apart; empty where a list replaces the weaker
// one. Called with the path from the document's root.
using ListKey = std::function<std::string_view(const Path&)>;

// Which of a weaker layer's items each item of a stronger one is laid over: call for one after the
// other, in order.
class Counterparts {
 public:
  Counterparts(std::span<const Node> weaker, std::string_view key);

  // The item's number among the weaker ones; their count when it is a new one. An item without the
  // key, on either side, stands for the first: a manifest of one container often leaves out its
  // name.
  std::size_t of(const Node& item);

 private:
  std::span<const Node> weaker_;
  std::string_view key_;
  std::unordered_map<std::string_view, std::size_t> by_text_;  // of the keys that are scalars
  bool first_is_taken_ = false;
};

}  // namespace launch
