#include "compiler/import/lift.h"

#include <algorithm>

#include "compiler/import/literal.h"
#include "compiler/target/tree.h"

namespace launch {
namespace {

bool is_variable(const Node& item) {
  const Node* name = item.find("name");
  const Node* value = item.find("value");
  return item.size() == 2 && name != nullptr && value != nullptr && name->is_string() &&
         value->is_string() && !name->as_string().empty() &&
         name->as_string().find('=') == std::string_view::npos;
}

bool refers(const Node& item) {
  const Node* value = item.find("value");
  return value != nullptr && value->as_string().find("$(") != std::string_view::npos;
}

bool names_are_unique(const Node& list) {
  std::vector<std::string_view> names;
  for (const Node& item : list.items()) {
    const Node* name = item.find("name");
    if (name == nullptr || !name->is_string()) return false;
    names.push_back(name->as_string());
  }
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) == names.end();
}

void remove(Node& object, const Path& path, Arena& arena) {
  object = with(object, path, Node(), object.span(), arena);
}

}  // namespace

void lift_text(Node& object, const Path& path, std::string_view field, MappingBuilder& job,
               LiftContext context) {
  const Node* value = object.at(path);
  if (value == nullptr || !value->is_string() || value->as_string().empty()) return;
  job.set(field, value->span(), literal_tree(*value, context.arena, context.uses_braces));
  remove(object, path, context.arena);
}

void lift_words(Node& object, const Path& path, std::string_view field, MappingBuilder& job,
                LiftContext context) {
  const Node* list = object.at(path);
  if (list == nullptr || !list->is_sequence() || list->size() == 0) return;
  const auto is_text = [](const Node& item) { return item.is_string(); };
  if (!std::all_of(list->items().begin(), list->items().end(), is_text)) return;
  job.set(field, list->span(), literal_tree(*list, context.arena, context.uses_braces));
  remove(object, path, context.arena);
}

void lift_env(Node& object, const Path& path, MappingBuilder& job, LiftContext context) {
  const Node* env = object.at(path);
  if (env == nullptr || env->size() == 0) return;
  MappingBuilder lifted;
  std::vector<Node> rest;
  const auto put = [&](std::string_view name, Span span, const Node& value) {
    lifted.set(name, span, literal_tree(value, context.arena, context.uses_braces));
  };
  if (env->is_mapping()) {
    const auto fits = [](const Member& member) {
      return member.value.is_string() && !member.key.empty() &&
             member.key.find('=') == std::string_view::npos;
    };
    if (!std::all_of(env->members().begin(), env->members().end(), fits)) return;
    for (const Member& member : env->members()) put(member.key, member.key_span, member.value);
  } else {
    const std::span<const Node> items = env->items();
    if (!names_are_unique(*env) || std::any_of(items.begin(), items.end(), refers)) return;
    for (const Node& item : items) {
      if (is_variable(item)) {
        const Node& name = *item.find("name");
        put(name.as_string(), name.span(), *item.find("value"));
      } else {
        rest.push_back(item);
      }
    }
  }
  const Span span = env->span();
  if (lifted.members().empty()) return;
  job.set("env", span, lifted.build(context.arena, span));
  remove(object, path, context.arena);
  if (rest.empty()) return;
  const Node left = Node::sequence(context.arena.copy(std::span<const Node>(rest)), span);
  object = with(object, path, left, span, context.arena);
}

}  // namespace launch
