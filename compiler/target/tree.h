// An object for an API in the making: values of the job are laid over what the object already says.
#pragma once

#include "compiler/target/target.h"

namespace launch {

// What a target says of the objects that it makes.
struct TreeForm {
  std::string_view name;  // what people call one: "the manifest"
  // As Target::list_key; null: every list replaces the weaker one.
  std::string_view (*list_key)(std::span<const std::string> path) = nullptr;
};

class Tree {
 public:
  // `root` is the object as the job's layers have it.
  Tree(Node root, const TreeForm& form, const Spec& spec, TargetContext& context)
      : root_(root), form_(form), spec_(&spec), context_(&context) {}

  const Node& root() const { return root_; }
  // The value at `path`; null pointer when there is none, or a null.
  const Node* find(std::span<const std::string> path) const;
  std::string_view text(std::span<const std::string> path) const;
  bool has(std::span<const std::string> path) const { return find(path) != nullptr; }
  // The item of the list at `list` with this name, or where to add one.
  Path named_item(const Path& list, std::string_view name) const;

  // Puts `value` at `path` whatever is there, making the maps and lists between.
  void set(std::span<const std::string> path, const Node& value, Span key);
  // Puts what launch itself adds, where the object says nothing. `why` is for explanations.
  void complete(std::span<const std::string> path, const Node& value);
  void complete(std::span<const std::string> path, std::string_view text, std::string_view why);
  // Takes the field or item away.
  void erase(std::span<const std::string> path);

  // Lays `value`, which the job says under `name` at `key`, over what is there: maps key by key,
  // lists that have a key item by item, any other value by the stronger layer. Within a layer, what
  // `overrides` say wins; other two different values are spec/set-twice. A value that takes a
  // queue's variable away is guardrail/override.
  void lay(std::span<const std::string> path, const Node& value, Span key, std::string_view name);
  // Whether the job says `value` under `overrides`.
  bool overrides(const Node& value) const;

  // A text, number or truth value that launch itself adds.
  Node built_in(std::string_view text, std::string_view why) const;
  Node built_in(Kind kind, std::string_view text, std::string_view why) const;

 private:
  // What is laid over what, and how the job calls it.
  struct Laying {
    Path path;
    std::string name;
    bool renamed = false;  // the field has another name than the job gives it
    Laying below(std::string_view step) const;
  };
  Node laid(const Node* there, const Node& value, Span key, const Laying& laying);
  Node moved(const Node& value, Span key, const std::string& name) const;
  Node laid_map(const Node& there, const Node& value, const Laying& laying);
  Node laid_list(const Node& there, const Node& value, const Laying& laying);
  Node laid_scalar(const Node& there, const Node& value, Span key, const Laying& laying);
  void report_twice(const Node& there, const Node& value, std::string_view name);
  void report_guardrail(const Node& there, const Node& value, std::string_view name);
  std::size_t strength(const Node& node) const;
  Span holder(const Node& node) const;
  std::string_view guarded_by(const Node& node) const;

  std::string_view list_key(const Path& path) const;

  Node root_;
  TreeForm form_;
  const Spec* spec_;
  TargetContext* context_;
};

// `node` with `value` at `path`, or without what is there when `value` is not valid. Steps that are
// numbers are indexes, unless a map is there.
Node with(const Node& node, std::span<const std::string> path, const Node& value, Span key,
          Arena& arena);

// path with more steps behind it.
Path operator/(Path path, std::string_view step);

}  // namespace launch
