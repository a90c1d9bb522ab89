#include "compiler/target/tree.h"

#include <algorithm>

#include "compiler/document/template.h"
#include "compiler/spec/keyed_list.h"
#include "compiler/spec/spec_rules.h"

namespace launch {
namespace {

constexpr std::size_t kNoIndex = static_cast<std::size_t>(-1);

std::size_t index_of(std::string_view step) {
  const bool number =
      !step.empty() && step.size() < 9 &&
      std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; });
  return number ? std::stoul(std::string(step)) : kNoIndex;
}

}  // namespace

Node with(const Node& node, std::span<const std::string> path, const Node& value, Span key,
          Arena& arena) {
  if (path.empty()) return value;
  const std::span<const std::string> rest = path.subspan(1);
  const Span place = node.valid() ? node.span() : key;
  const std::size_t index = index_of(path[0]);
  if (node.is_sequence() || (!node.is_mapping() && index != kNoIndex)) {
    std::vector<Node> items(node.items().begin(), node.items().end());
    if (index < items.size()) {
      items[index] = with(items[index], rest, value, key, arena);
    } else {
      items.push_back(with(Node(), rest, value, key, arena));
    }
    std::erase_if(items, [](const Node& item) { return !item.valid(); });
    return Node::sequence(arena.copy(std::span<const Node>(items)), place)
        .with_history(node.history());
  }
  MappingBuilder builder(node);
  const Member* member = node.find_member(path[0]);
  const Node child = with(member == nullptr ? Node() : member->value, rest, value, key, arena);
  if (child.valid()) {
    const Span name = member == nullptr || member->value.is_null() ? key : member->key_span;
    builder.set(arena.copy(path[0]), name, child);
  } else {
    builder.erase(path[0]);
  }
  return builder.build(arena, place).with_history(node.history());
}

Path operator/(Path path, std::string_view step) {
  path.emplace_back(step);
  return path;
}

const Node* Tree::find(std::span<const std::string> path) const {
  const Node* node = root_.at(path);
  return node == nullptr || node->is_null() ? nullptr : node;
}

std::string_view Tree::text(std::span<const std::string> path) const {
  const Node* node = find(path);
  return node != nullptr && node->is_string() ? node->as_string() : std::string_view();
}

Path Tree::named_item(const Path& list, std::string_view name) const {
  const Node* node = find(list);
  std::size_t index = 0;
  for (; node != nullptr && index < node->items().size(); ++index) {
    const Node* its = node->items()[index].find("name");
    if (its != nullptr && its->as_string() == name) break;
  }
  return list / std::to_string(index);
}

void Tree::set(std::span<const std::string> path, const Node& value, Span key) {
  root_ = with(root_, path, value, key, context_->arena);
}

void Tree::complete(std::span<const std::string> path, const Node& value) {
  if (!has(path)) set(path, value, value.span());
}

void Tree::complete(std::span<const std::string> path, std::string_view text,
                    std::string_view why) {
  complete(path, built_in(text, why));
}

void Tree::erase(std::span<const std::string> path) {
  if (root_.at(path) != nullptr) root_ = with(root_, path, Node(), root_.span(), context_->arena);
}

Node Tree::built_in(std::string_view text, std::string_view why) const {
  return built_in(Kind::String, text, why);
}

Node Tree::built_in(Kind kind, std::string_view text, std::string_view why) const {
  const Span nowhere{context_->sources.built_in(), 0, 0};
  return Node::scalar(kind, context_->arena.copy(text), nowhere)
      .with_step(context_->arena, {Step::Action::Completed, nowhere, context_->arena.copy(why)});
}

void Tree::lay(std::span<const std::string> path, const Node& value, Span key,
               std::string_view name) {
  const bool renamed = path.back() != name;
  set(path,
      laid(find(path), value, key, {Path(path.begin(), path.end()), std::string(name), renamed}),
      key);
}

std::string_view Tree::list_key(const Path& path) const {
  return form_.list_key == nullptr ? std::string_view() : form_.list_key(path);
}

Tree::Laying Tree::Laying::below(std::string_view step) const {
  return {path / step, name + "." + std::string(step), renamed};
}

Node Tree::laid(const Node* there, const Node& value, Span key, const Laying& laying) {
  if (there == nullptr || there->is_null()) {
    return laying.renamed ? moved(value, key, laying.name) : value;
  }
  if (there->is_mapping() && value.is_mapping()) return laid_map(*there, value, laying);
  const bool lists = there->is_sequence() && value.is_sequence();
  if (lists && !list_key(laying.path).empty()) return laid_list(*there, value, laying);
  if (same_value(*there, value)) return *there;
  return laid_scalar(*there, value, key, laying);
}

// A collection is seen by its parts only, so that each part tells where it came from.
Node Tree::moved(const Node& value, Span key, const std::string& name) const {
  if (value.size() == 0) {
    return value.with_step(context_->arena, {Step::Action::Moved, key, context_->arena.copy(name)});
  }
  if (value.is_mapping()) {
    MappingBuilder builder;
    for (const Member& member : value.members()) {
      builder.set(member.key, member.key_span,
                  moved(member.value, member.key_span, name + "." + std::string(member.key)));
    }
    return builder.build(context_->arena, value.span())
        .with_tag(value.tag())
        .with_history(value.history());
  }
  std::vector<Node> items;
  for (std::size_t i = 0; i < value.items().size(); ++i) {
    items.push_back(
        moved(value.items()[i], value.items()[i].span(), name + "[" + std::to_string(i) + "]"));
  }
  return Node::sequence(context_->arena.copy(std::span<const Node>(items)), value.span())
      .with_tag(value.tag())
      .with_history(value.history());
}

Node Tree::laid_scalar(const Node& there, const Node& value, Span key, const Laying& laying) {
  const std::size_t mine = strength(value);
  const std::size_t other = strength(there);
  if (mine == other) {
    report_twice(there, value, laying.name);
    return there;
  }
  const Node& weaker = mine > other ? there : value;
  const Node& stronger = mine > other ? value : there;
  report_guardrail(weaker, stronger, laying.name);
  const bool says_where = mine > other && laying.renamed;
  const Node placed = says_where ? moved(stronger, key, laying.name) : stronger;
  return placed.with_step(context_->arena, {Step::Action::Overrode, weaker.span(), {}});
}

Node Tree::laid_map(const Node& there, const Node& value, const Laying& laying) {
  MappingBuilder builder(there);
  for (const Member& member : value.members()) {
    const Member* present = there.find_member(member.key);
    // Beside a value it says nothing; alone it may still take away a weaker layer's.
    if (member.value.is_null() && present != nullptr) continue;
    builder.set(member.key, present == nullptr ? member.key_span : present->key_span,
                laid(present == nullptr ? nullptr : &present->value, member.value, member.key_span,
                     laying.below(member.key)));
  }
  return builder.build(context_->arena, there.span()).with_history(there.history());
}

Node Tree::laid_list(const Node& there, const Node& value, const Laying& laying) {
  std::vector<Node> items(there.items().begin(), there.items().end());
  Counterparts counterparts(there.items(), list_key(laying.path));
  for (const Node& item : value.items()) {
    const std::size_t at = counterparts.of(item);
    const bool there_too = at < there.size();
    const Node merged = laid(there_too ? &there.items()[at] : nullptr, item, item.span(),
                             laying.below(std::to_string(at)));
    if (there_too) {
      items[at] = merged;
    } else {
      items.push_back(merged);
    }
  }
  return Node::sequence(context_->arena.copy(std::span<const Node>(items)), there.span())
      .with_history(there.history());
}

void Tree::report_twice(const Node& there, const Node& value, std::string_view name) {
  const bool first = value.span().begin < there.span().begin;
  const std::string what = std::string(name) + " and " + std::string(form_.name);
  context_->diagnostics.report(
      {&kSetTwice,
       first ? there.span() : value.span(),
       what + " say the same thing with different values",
       {{first ? value.span() : there.span(),
         first ? std::string(name) + " is set here" : std::string(form_.name) + "'s own value"}},
       "keep one of the two"});
}

// Where the field was written: a value that filled a whole hole has the variable's place, and the
// field belongs to whoever wrote the hole.
Span Tree::holder(const Node& node) const {
  for (const Step* step = node.history(); step != nullptr; step = step->previous) {
    const bool hole =
        step->action == Step::Action::Filled && has_variable(context_->sources.text(step->span));
    if (hole) return step->span;
  }
  return node.span();
}

bool Tree::overrides(const Node& value) const {
  const Node* all = spec_->root.find("overrides");
  if (all == nullptr) return false;
  const Span place = holder(value);
  return std::any_of(all->members().begin(), all->members().end(), [&](const Member& member) {
    const Span said = member.value.span();
    return said.source == place.source && said.begin <= place.begin && place.end <= said.end;
  });
}

std::size_t Tree::strength(const Node& node) const {
  return 2 * spec_->strength(node.with_span(holder(node))) + (overrides(node) ? 1 : 0);
}

// The queue's variable that the field is filled from; empty when it is no such field.
std::string_view Tree::guarded_by(const Node& node) const {
  if (!spec_->in_queue(holder(node))) return {};
  for (const Step* step = node.history(); step != nullptr; step = step->previous) {
    if (step->action == Step::Action::Filled) return step->name;
  }
  return {};
}

void Tree::report_guardrail(const Node& there, const Node& value, std::string_view name) {
  const std::string variable(guarded_by(there));
  if (variable.empty() || spec_->in_queue(holder(value))) return;
  context_->diagnostics.report(
      {&kGuardrail,
       value.span(),
       std::string(name) + " belongs to the queue, which fills it from the template variable " +
           quoted(variable),
       {{holder(there), "the queue's own value"}},
       "set template_variables." + variable + " instead"});
}

}  // namespace launch
