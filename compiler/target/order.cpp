#include "compiler/target/order.h"

#include <algorithm>

namespace launch {

Node in_customary_order(const Node& node, std::span<const std::string_view> first, Arena& arena) {
  if (node.is_scalar()) return node;
  if (node.is_sequence()) {
    std::vector<Node> items;
    for (const Node& item : node.items()) items.push_back(in_customary_order(item, first, arena));
    return Node::sequence(arena.copy(std::span<const Node>(items)), node.span())
        .with_history(node.history());
  }
  std::vector<Member> members(node.members().begin(), node.members().end());
  const auto rank = [&](const Member& member) {
    return std::find(first.begin(), first.end(), member.key) - first.begin();
  };
  std::stable_sort(members.begin(), members.end(),
                   [&](const Member& a, const Member& b) { return rank(a) < rank(b); });
  for (Member& member : members) member.value = in_customary_order(member.value, first, arena);
  return Node::mapping(arena.copy(std::span<const Member>(members)), node.span())
      .with_history(node.history());
}

}  // namespace launch
