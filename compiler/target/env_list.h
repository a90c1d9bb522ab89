// A container's variables as APIs list them, {name, value}, while more are put in: a list of
// thousands is copied once, and not once for each.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/spec/spec.h"

namespace launch {

class EnvList {
 public:
  // What is there already; null when nothing is.
  explicit EnvList(const Node* list);

  // The first of that name; null when there is none.
  const Node* find(std::string_view name) const;
  // In the place of the one of that name, or at the end. `name` outlives the list.
  void put(std::string_view name, const Node& item);

  bool is_changed() const { return is_changed_; }
  // Stands where the list stood, or where the first variable did.
  Node build(Arena& arena) const;

 private:
  Span place_;
  const Step* history_ = nullptr;
  std::vector<Node> items_;
  std::unordered_map<std::string_view, std::size_t> by_name_;
  bool is_changed_ = false;
};

// {name, value}, set where the variable is.
Node env_item(const EnvVar& variable, const Node& value, Arena& arena);

}  // namespace launch
