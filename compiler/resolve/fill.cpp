#include "compiler/resolve/fill.h"

#include "compiler/document/template.h"

namespace launch {
namespace {

class Filler {
 public:
  Filler(const Filling& filling, Arena& arena) : filling_(filling), arena_(arena) {}

  // True when `node` was changed.
  bool fill(Node& node) {
    if (node.is_string()) return fill_string(node);
    if (node.is_sequence()) return fill_items(node);
    if (node.is_mapping()) return fill_members(node);
    return false;
  }

 private:
  bool fill_string(Node& node) {
    const Node filled = filling_.string(node, path_);
    const bool changed = filled.as_string().data() != node.as_string().data() ||
                         filled.kind() != node.kind() || filled.is_deferred() != node.is_deferred();
    if (changed) node = filled;
    return changed;
  }

  // A scalar without a hole needs no path.
  bool may_change(const Node& node) const {
    return !node.is_scalar() ||
           (node.is_string() && node.as_string().find(filling_.mark) != std::string_view::npos);
  }

  bool fill_items(Node& node) {
    std::vector<Node> items;
    for (std::size_t i = 0; i < node.items().size(); ++i) {
      Node item = node.items()[i];
      if (!may_change(item)) continue;
      path_.push_back(arena_.copy(std::to_string(i)));
      const bool changed = fill(item);
      path_.pop_back();
      if (changed && items.empty()) items.assign(node.items().begin(), node.items().end());
      if (changed) items[i] = item;
    }
    if (items.empty()) return false;
    node = Node::sequence(arena_.copy(std::span<const Node>(items)), node.span())
               .with_history(node.history());
    return true;
  }

  bool fill_members(Node& node) {
    std::vector<Member> members;
    for (std::size_t i = 0; i < node.members().size(); ++i) {
      const Member& member = node.members()[i];
      Node value = member.value;
      if (filling_.key && may_have_holes(member.key)) filling_.key(member);
      if (!may_change(value)) continue;
      path_.push_back(member.key);
      const bool changed = fill(value);
      path_.pop_back();
      if (changed && members.empty()) members.assign(node.members().begin(), node.members().end());
      if (changed) members[i].value = value;
    }
    if (members.empty()) return false;
    node = Node::mapping(arena_.copy(std::span<const Member>(members)), node.span())
               .with_history(node.history());
    return true;
  }

  const Filling& filling_;
  Arena& arena_;
  std::vector<std::string_view> path_;
};

}  // namespace

Node fill_strings(const Node& root, const Filling& filling, Arena& arena) {
  Node filled = root;
  Filler(filling, arena).fill(filled);
  return filled;
}

}  // namespace launch
