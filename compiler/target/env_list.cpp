#include "compiler/target/env_list.h"

namespace launch {

EnvList::EnvList(const Node* list) {
  if (list == nullptr) return;
  place_ = list->span();
  history_ = list->history();
  items_.assign(list->items().begin(), list->items().end());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Node* name = items_[i].find("name");
    if (name != nullptr) by_name_.emplace(name->as_string(), i);
  }
}

const Node* EnvList::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &items_[found->second];
}

void EnvList::put(std::string_view name, const Node& item) {
  if (items_.empty() && place_ == Span{}) place_ = item.span();
  const auto [place, is_new] = by_name_.emplace(name, items_.size());
  if (is_new) {
    items_.push_back(item);
  } else {
    items_[place->second] = item;
  }
  is_changed_ = true;
}

Node EnvList::build(Arena& arena) const {
  return Node::sequence(arena.copy(std::span<const Node>(items_)), place_).with_history(history_);
}

Node env_item(const EnvVar& variable, const Node& value, Arena& arena) {
  MappingBuilder builder;
  builder.set(
      "name", variable.name_span,
      Node::string(variable.name, variable.name_span).with_history(variable.value.history()));
  builder.set("value", variable.name_span, value);
  return builder.build(arena, variable.name_span);
}

}  // namespace launch
