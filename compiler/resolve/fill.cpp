#include "compiler/resolve/fill.h"

#include "compiler/document/template.h"

namespace launch {
namespace {

class Filler {
 public:
  Filler(Arena& arena, const FillString& fill, const VisitKey& visit_key)
      : arena_(arena), fill_(fill), visit_key_(visit_key) {}

  // True when `node` was changed.
  bool fill(Node& node) {
    if (node.is_string()) return fill_string(node);
    if (node.is_sequence()) return fill_items(node);
    if (node.is_mapping()) return fill_members(node);
    return false;
  }

 private:
  bool fill_string(Node& node) {
    const Node filled = fill_(node, path_);
    const bool changed = filled.as_string().data() != node.as_string().data() ||
                         filled.kind() != node.kind() || filled.is_deferred() != node.is_deferred();
    if (changed) node = filled;
    return changed;
  }

  // A scalar without a hole needs no path.
  static bool may_change(const Node& node) {
    return !node.is_scalar() || (node.is_string() && may_have_holes(node.as_string()));
  }

  bool fill_items(Node& node) {
    std::vector<Node> items;
    for (std::size_t i = 0; i < node.items().size(); ++i) {
      Node item = node.items()[i];
      if (!may_change(item)) continue;
      path_.push_back(std::to_string(i));
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
      if (!may_change(value) && !may_have_holes(member.key)) continue;
      path_.emplace_back(member.key);
      visit_key_(member, path_);
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

  Arena& arena_;
  const FillString& fill_;
  const VisitKey& visit_key_;
  Path path_;
};

}  // namespace

Node fill_strings(const Node& root, Arena& arena, const FillString& fill,
                  const VisitKey& visit_key) {
  Node filled = root;
  Filler(arena, fill, visit_key).fill(filled);
  return filled;
}

}  // namespace launch
