#include "compiler/target/order.h"

#include <algorithm>

namespace launch {
namespace {

class Ordering {
 public:
  Ordering(std::span<const std::string_view> first, Arena& arena) : first_(first), arena_(arena) {}

  // False: the node is in order already, and stays what it is.
  bool apply(Node& node) const {
    if (node.is_sequence()) return apply_to_items(node);
    return node.is_mapping() && apply_to_members(node);
  }

 private:
  bool apply_to_items(Node& node) const {
    std::vector<Node> items(node.items().begin(), node.items().end());
    bool changed = false;
    for (Node& item : items) changed = apply(item) || changed;
    if (!changed) return false;
    node = Node::sequence(arena_.copy(std::span<const Node>(items)), node.span())
               .with_history(node.history());
    return true;
  }

  bool apply_to_members(Node& node) const {
    std::vector<Member> members(node.members().begin(), node.members().end());
    const auto comes_before = [&](const Member& a, const Member& b) { return rank(a) < rank(b); };
    bool changed = !std::is_sorted(members.begin(), members.end(), comes_before);
    if (changed) std::stable_sort(members.begin(), members.end(), comes_before);
    for (Member& member : members) changed = apply(member.value) || changed;
    if (!changed) return false;
    node = Node::mapping(arena_.copy(std::span<const Member>(members)), node.span())
               .with_history(node.history());
    return true;
  }

  std::ptrdiff_t rank(const Member& member) const {
    return std::find(first_.begin(), first_.end(), member.key) - first_.begin();
  }

  std::span<const std::string_view> first_;
  Arena& arena_;
};

}  // namespace

Node in_customary_order(const Node& node, std::span<const std::string_view> first, Arena& arena) {
  Node ordered = node;
  Ordering(first, arena).apply(ordered);
  return ordered;
}

}  // namespace launch
