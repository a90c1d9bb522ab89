// A YAML or JSON value that knows where it came from.
//
// Nodes are small immutable values; what they point to lives in an Arena or in a SourceMap's text,
// so a Node is valid as long as these. Merging, filling and moving make new nodes that share what
// did not change. What is inside a Node is private, so that it can change with the measurements.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/document/arena.h"
#include "compiler/source/source.h"

namespace launch {

struct Member;

// The keys and indexes (in decimal) from a root to a value. A JSON Pointer only at the CLI, because
// Kubernetes label keys contain slashes.
using Path = std::vector<std::string>;

// Something that happened to a value on its way to the output, newest first.
struct Step {
  enum class Action : std::uint8_t {
    Overrode,  // won over the value at `span`
    Filled,    // stood for the hole `name` at `span`
    Aliased,   // was brought in by the alias at `span`
    Moved,     // was written at `span` under another name, `name`
    Split,     // was one text, cut into words as a shell would
    Completed  // was put there by the target; `name` says why
  };
  Action action;
  Span span;
  std::string_view name;
  const Step* previous = nullptr;
};

enum class Kind : std::uint8_t { Null, Bool, Integer, Float, String, Sequence, Mapping };
// "null", "boolean", "integer", "number", "string", "list", "map": the users' words.
std::string_view kind_name(Kind kind);
// "an integer", "a list", "nothing" for null, "text" for a string: fit for a message.
std::string_view kind_phrase(Kind kind);

class Node {
 public:
  enum class Style : std::uint8_t {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
    Flow,
    Block,
    Json  // a number or word in JSON, whose type is settled
  };
  // How a stronger layer's value meets the weaker one's (language reference, "Merging").
  enum class Tag : std::uint8_t { None, Append, Prepend, Replace, Remove };

  // The absent value: a null without a place. valid() tells it from a written null.
  Node() = default;

  // `text` is a scalar as written; it must outlive the node. A Kind::String's text is its content.
  static Node scalar(Kind kind, std::string_view text, Span span, Style style = Style::Plain);
  static Node string(std::string_view text, Span span) {
    return scalar(Kind::String, text, span, Style::DoubleQuoted);
  }
  // `items` and `members` must live in the arena; members' keys are unique.
  static Node sequence(std::span<const Node> items, Span span);
  static Node mapping(std::span<const Member> members, Span span);

  Kind kind() const { return kind_; }
  bool valid() const { return valid_; }
  bool is_null() const { return kind_ == Kind::Null; }
  bool is_string() const { return kind_ == Kind::String; }
  bool is_number() const { return kind_ == Kind::Integer || kind_ == Kind::Float; }
  bool is_scalar() const { return kind_ != Kind::Sequence && kind_ != Kind::Mapping; }
  bool is_sequence() const { return kind_ == Kind::Sequence; }
  bool is_mapping() const { return kind_ == Kind::Mapping; }

  // Kind::Bool only.
  bool as_bool() const;
  // Kind::Integer; nothing when it does not fit 64 bits.
  std::optional<std::int64_t> as_integer() const;
  // Integer or Float, the nearest double.
  double as_double() const;
  // A scalar's text: a string's content, any other scalar as written. Empty for collections.
  // Not for output: see is_secret().
  std::string_view as_string() const { return is_scalar() ? text() : std::string_view{}; }
  // Empty for anything but a sequence / a mapping.
  std::span<const Node> items() const;
  std::span<const Member> members() const;
  // Number of items or members.
  std::size_t size() const { return is_scalar() ? 0 : size_; }

  // The value of `key`; null pointer when there is none or this is no mapping.
  const Node* find(std::string_view key) const;
  const Member* find_member(std::string_view key) const;
  // The value at `path`; null pointer when any step is missing.
  const Node* at(std::span<const std::string> path) const;

  // The place to edit to change this value, and what happened since.
  Span span() const { return span_; }
  const Step* history() const { return history_; }
  Style style() const { return style_; }
  Tag tag() const { return tag_; }
  // Set by the environment, or made of something that was. Its text may go to a child's environment
  // and nowhere else.
  bool is_secret() const { return secret_; }
  // Still holds `{{…}}` or an environment macro that a later phase fills (strings only).
  bool is_deferred() const { return deferred_; }

  Node with_span(Span span) const;
  Node with_history(const Step* history) const;
  // Adds a step to the history; the step is copied to the arena.
  Node with_step(Arena& arena, Step step) const;
  Node with_tag(Tag tag) const;
  Node with_secret(bool secret = true) const;
  Node with_deferred(bool deferred = true) const;

  // The same tree, read from a text that is now this source.
  Node in_source(SourceId source, Arena& arena) const;

  // Same value: kind, scalar value and children, wherever they came from. 1 and 1.0 differ.
  friend bool same_value(const Node& a, const Node& b);

 private:
  std::string_view text() const { return {static_cast<const char*>(data_), size_}; }

  const void* data_ = nullptr;  // characters, Nodes or Members, by kind
  const Step* history_ = nullptr;
  std::uint32_t size_ = 0;
  Span span_;
  Kind kind_ = Kind::Null;
  Style style_ = Style::Plain;
  Tag tag_ = Tag::None;
  bool valid_ : 1 = false;
  bool secret_ : 1 = false;
  bool deferred_ : 1 = false;
};

// The path as people write it: resource_args.docker.volume[0].
std::string field_name(const Node& root, std::span<const std::string> path);

struct Member {
  std::string_view key;
  Span key_span;
  Node value;
};

inline Node Node::scalar(Kind kind, std::string_view text, Span span, Style style) {
  Node node;
  node.data_ = text.data();
  node.size_ = static_cast<std::uint32_t>(text.size());
  node.span_ = span;
  node.kind_ = kind;
  node.style_ = style;
  node.valid_ = true;
  return node;
}

inline Node Node::sequence(std::span<const Node> items, Span span) {
  Node node;
  node.data_ = items.data();
  node.size_ = static_cast<std::uint32_t>(items.size());
  node.span_ = span;
  node.kind_ = Kind::Sequence;
  node.valid_ = true;
  return node;
}

inline Node Node::mapping(std::span<const Member> members, Span span) {
  Node node = sequence({}, span);
  node.data_ = members.data();
  node.size_ = static_cast<std::uint32_t>(members.size());
  node.kind_ = Kind::Mapping;
  return node;
}

inline std::span<const Node> Node::items() const {
  if (kind_ != Kind::Sequence) return {};
  return {static_cast<const Node*>(data_), size_};
}

inline std::span<const Member> Node::members() const {
  if (kind_ != Kind::Mapping) return {};
  return {static_cast<const Member*>(data_), size_};
}

inline const Member* Node::find_member(std::string_view key) const {
  for (const Member& member : members()) {
    if (member.key == key) return &member;
  }
  return nullptr;
}

inline const Node* Node::find(std::string_view key) const {
  const Member* member = find_member(key);
  return member == nullptr ? nullptr : &member->value;
}

inline Node Node::with_span(Span span) const {
  Node node = *this;
  node.span_ = span;
  return node;
}

inline Node Node::with_history(const Step* history) const {
  Node node = *this;
  node.history_ = history;
  return node;
}

inline Node Node::with_step(Arena& arena, Step step) const {
  step.previous = history_;
  return with_history(arena.make(step));
}

inline Node Node::with_tag(Tag tag) const {
  Node node = *this;
  node.tag_ = tag;
  return node;
}

inline Node Node::with_secret(bool secret) const {
  Node node = *this;
  node.secret_ = secret;
  return node;
}

inline Node Node::with_deferred(bool deferred) const {
  Node node = *this;
  node.deferred_ = deferred;
  return node;
}

static_assert(sizeof(Node) <= 40);

// What a value becomes where text is wanted (an argument, an environment variable): a scalar as it
// is written, null empty, a collection as JSON. Storage: the node's own, or `arena`.
std::string_view scalar_text(const Node& node, Arena& arena);

// Builds a mapping in order; a key that is set again is replaced in its place.
class MappingBuilder {
 public:
  MappingBuilder() = default;
  explicit MappingBuilder(const Node& start);
  MappingBuilder& set(std::string_view key, Span key_span, Node value);
  void erase(std::string_view key);
  const Node* find(std::string_view key) const;
  std::vector<Member>& members() { return members_; }
  Node build(Arena& arena, Span span) const;

 private:
  std::vector<Member> members_;
};

}  // namespace launch
