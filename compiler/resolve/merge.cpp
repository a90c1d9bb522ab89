#include "compiler/resolve/merge.h"

#include <algorithm>

#include "compiler/resolve/guardrail.h"
#include "compiler/resolve/resolve_rules.h"

namespace launch {
namespace {

class Merger {
 public:
  Merger(const MergeContext& context, Merged& result) : context_(context), result_(result) {}

  // `weak` with `strong` laid over it.
  Node merge(const Node& weak, const Node& strong) {
    switch (strong.tag()) {
      case Node::Tag::Append:
      case Node::Tag::Prepend:
        return join(weak, strong);
      case Node::Tag::Replace:
        return win(weak, first(strong));
      case Node::Tag::Remove:
      case Node::Tag::None:
        break;
    }
    if (weak.is_mapping() && strong.is_mapping()) return merge_maps(weak, strong);
    if (weak.is_sequence() && strong.is_sequence()) {
      if (const std::string_view key = context_.list_key(path_); !key.empty()) {
        return merge_lists(weak, strong, key);
      }
    }
    return win(weak, first(strong));
  }

  // A value with nothing weaker below it: its tags have done their work.
  Node first(const Node& node) {
    const Node plain = node.with_tag(Node::Tag::None);
    if (node.is_scalar() || !has_tag_inside(node)) return plain;
    return node.is_sequence() ? first_items(node) : first_members(node);
  }

 private:
  Node first_members(const Node& node) {
    MappingBuilder builder;
    for (const Member& member : node.members()) {
      if (member.value.tag() == Node::Tag::Remove) continue;
      path_.emplace_back(member.key);
      builder.set(member.key, member.key_span, first(checked(member.value)));
      path_.pop_back();
    }
    return builder.build(context_.arena, node.span()).with_history(node.history());
  }

  Node first_items(const Node& node) {
    const bool keyed = !context_.list_key(path_).empty();
    std::vector<Node> items;
    if (!keyed) items = cleaned(node.items());
    for (std::size_t i = 0; keyed && i < node.items().size(); ++i) {
      if (node.items()[i].tag() == Node::Tag::Remove) continue;
      items.push_back(at_index(items.size(), [&] { return first(node.items()[i]); }));
    }
    return Node::sequence(context_.arena.copy(std::span<const Node>(items)), node.span())
        .with_history(node.history());
  }

  template <class Merge>
  Node at_index(std::size_t index, Merge merge) {
    path_.push_back(std::to_string(index));
    const Node node = merge();
    path_.pop_back();
    return node;
  }

  // Items that have the same key become one; the others follow. The stronger layer's are merged in
  // its order, so that each item is laid over what the weaker layers have.
  Node merge_lists(const Node& weak, const Node& strong, std::string_view key) {
    std::vector<Node> items(weak.items().begin(), weak.items().end());
    const std::size_t weaker = items.size();
    Counterparts counterparts(weak.items(), key);
    for (const Node& item : strong.items()) {
      const std::size_t at = counterparts.of(item);
      if (at == weaker) {
        if (item.tag() == Node::Tag::Remove) continue;
        items.push_back(at_index(items.size(), [&] { return first(item); }));
      } else if (item.tag() == Node::Tag::Remove || item.is_null()) {
        result_.removed.push_back({path_, items[at].span(), item.span()});
        items[at] = Node();
      } else {
        items[at] = at_index(at, [&] { return merge(items[at], item); });
      }
    }
    std::erase_if(items, [](const Node& item) { return !item.valid(); });
    return Node::sequence(context_.arena.copy(std::span<const Node>(items)), strong.span())
        .with_history(strong.history());
  }

  // Items of other lists do not merge, so that a tag on one is a slip.
  std::vector<Node> cleaned(std::span<const Node> items) {
    std::vector<Node> result;
    for (const Node& item : items) {
      if (item.tag() != Node::Tag::None) {
        context_.diagnostics.report({&kMergeTag,
                                     item.span(),
                                     "merge tags work on fields, and this is one item of a list",
                                     {},
                                     "put the tag before the whole list"});
      }
      result.push_back(first(item));
    }
    return result;
  }

  static bool has_tag_inside(const Node& node) {
    const auto tagged = [](const Node& child) {
      return child.tag() != Node::Tag::None || has_tag_inside(child);
    };
    const auto tagged_member = [&](const Member& member) { return tagged(member.value); };
    return std::any_of(node.items().begin(), node.items().end(), tagged) ||
           std::any_of(node.members().begin(), node.members().end(), tagged_member);
  }

  // A joining tag stands on a list, or it is a mistake.
  Node checked(const Node& node) {
    const bool joins = node.tag() == Node::Tag::Append || node.tag() == Node::Tag::Prepend;
    if (joins && !node.is_sequence()) report_bad_tag(node, node);
    return node;
  }

  void report_bad_tag(const Node& strong, const Node& culprit) {
    const std::string tag = strong.tag() == Node::Tag::Append ? "!append" : "!prepend";
    Diagnostic diagnostic{&kMergeTag, strong.span(), {}, {}, {}};
    if (culprit.span() == strong.span()) {
      diagnostic.message =
          tag + " wants a list, and this is " + std::string(kind_phrase(strong.kind()));
    } else {
      diagnostic.message = tag + " joins lists, and the weaker layer has " +
                           std::string(kind_phrase(culprit.kind())) + " here";
      diagnostic.notes.push_back({culprit.span(), "the weaker value"});
    }
    context_.diagnostics.report(std::move(diagnostic));
  }

  Node overrode(const Node& weak, const Node& strong) {
    // The chain continues with what the weaker value itself had replaced.
    const Step* history = weak.history();
    Node node = strong;
    std::vector<Step> own;
    for (const Step* step = strong.history(); step != nullptr; step = step->previous) {
      own.push_back(*step);
    }
    Node chained = node.with_history(history).with_step(context_.arena,
                                                        {Step::Action::Overrode, weak.span(), {}});
    for (auto step = own.rbegin(); step != own.rend(); ++step) {
      chained = chained.with_step(context_.arena, *step);
    }
    return chained;
  }

  Node win(const Node& weak, const Node& strong) {
    return weak.valid() ? overrode(weak, strong) : strong;
  }

  Node join(const Node& weak, const Node& strong) {
    if (!strong.is_sequence() || !(weak.is_sequence() || weak.is_null())) {
      report_bad_tag(strong, strong.is_sequence() ? weak : strong);
      return weak;
    }
    std::vector<Node> items(weak.items().begin(), weak.items().end());
    const bool append = strong.tag() == Node::Tag::Append;
    const std::vector<Node> own = cleaned(strong.items());
    items.insert(append ? items.end() : items.begin(), own.begin(), own.end());
    const Node joined =
        Node::sequence(context_.arena.copy(std::span<const Node>(items)), strong.span());
    return win(weak, joined.with_history(strong.history()));
  }

  Node merge_maps(const Node& weak, const Node& strong) {
    MappingBuilder builder(weak);
    for (const Member& member : strong.members()) {
      path_.emplace_back(member.key);
      merge_member(builder, member);
      path_.pop_back();
    }
    return builder.build(context_.arena, strong.span()).with_history(strong.history());
  }

  // What a stronger layer sets again is not removed any more.
  void forget_removal() {
    std::erase_if(result_.removed, [&](const Removal& removal) { return removal.path == path_; });
  }

  void merge_member(MappingBuilder& builder, const Member& member) {
    const Node* weak = builder.find(member.key);
    const bool env_entry = path_.size() >= 2 && path_[path_.size() - 2] == "env";
    const bool removes =
        member.value.tag() == Node::Tag::Remove ||
        (member.value.is_null() && member.value.tag() == Node::Tag::None && !env_entry);
    if (removes && weak != nullptr) {
      result_.removed.push_back({path_, weak->span(), member.value.span()});
      builder.erase(member.key);
    } else if (member.value.tag() == Node::Tag::Remove) {
      return;
    } else if (weak == nullptr) {
      forget_removal();
      builder.set(member.key, member.key_span, first(checked(member.value)));
    } else {
      builder.set(member.key, member.key_span, merge(*weak, member.value));
    }
  }

  const MergeContext& context_;
  Merged& result_;
  Path path_;
};

}  // namespace

Merged merge_layers(std::span<const Layer> layers, const MergeContext& context) {
  Merged result;
  Merger merger(context, result);
  Guardrails guardrails;
  for (const Layer& layer : layers) {
    if (layer.role == Role::Queue) {
      guardrails = find_guardrails(layer.root);
    } else if (layer.role != Role::Defaults) {
      check_guardrails(guardrails, layer, context.list_key, context.diagnostics);
    }
    result.root =
        result.root.valid() ? merger.merge(result.root, layer.root) : merger.first(layer.root);
  }
  return result;
}

}  // namespace launch
