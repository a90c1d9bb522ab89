#include "compiler/build/parts.h"

#include "compiler/spec/deferred_text.h"
#include "compiler/spec/wandb_env.h"

namespace launch::build {

Span Parts::nowhere() const { return {sources_->built_in(), 0, 0}; }

Node Parts::text(std::string_view text, std::string_view why) const {
  return built_in_text(arena_->copy(text), arena_->copy(why), *arena_, *sources_);
}

Node Parts::number(std::string_view digits, std::string_view why) const {
  const Node reason = text(digits, why);
  return Node::scalar(Kind::Integer, reason.as_string(), reason.span())
      .with_history(reason.history());
}

Node Parts::truth(bool value, std::string_view why) const {
  const Node reason = text(value ? "true" : "false", why);
  return Node::scalar(Kind::Bool, reason.as_string(), reason.span()).with_history(reason.history());
}

Node Parts::around(std::string_view before, const Node& node, std::string_view behind) const {
  return TextBuilder(*arena_)
      .add(before)
      .add(node)
      .add(behind)
      .build(node.span())
      .with_history(node.history());
}

Node Parts::joined(const Node& first, std::string_view between, const Node& second) const {
  return TextBuilder(*arena_)
      .add(first)
      .add(between)
      .add(second)
      .build(first.span())
      .with_history(first.history());
}

Node Parts::map(std::initializer_list<Entry> entries) const {
  MappingBuilder builder;
  for (const Entry& entry : entries) {
    if (entry.value.valid()) builder.set(entry.key, nowhere(), entry.value);
  }
  return builder.build(*arena_, nowhere());
}

Node Parts::list(const std::vector<Node>& items) const {
  std::vector<Node> kept;
  for (const Node& item : items) {
    if (item.valid()) kept.push_back(item);
  }
  if (kept.empty()) return {};
  return Node::sequence(arena_->copy(std::span<const Node>(kept)), nowhere());
}

Node Parts::variable(std::string_view name, const Node& value) const {
  if (!value.valid()) return {};
  return map({{"name", text(name, "a variable of the build")}, {"value", value}});
}

}  // namespace launch::build
