#include "compiler/document/node.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "compiler/document/write_json.h"

namespace launch {

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::Null:
      return "null";
    case Kind::Bool:
      return "boolean";
    case Kind::Integer:
      return "integer";
    case Kind::Float:
      return "number";
    case Kind::String:
      return "string";
    case Kind::Sequence:
      return "list";
    case Kind::Mapping:
      return "map";
  }
  return "value";
}

std::string_view kind_phrase(Kind kind) {
  switch (kind) {
    case Kind::Null:
      return "nothing";
    case Kind::Bool:
      return "a boolean";
    case Kind::Integer:
      return "an integer";
    case Kind::Float:
      return "a number";
    case Kind::String:
      return "text";
    case Kind::Sequence:
      return "a list";
    case Kind::Mapping:
      return "a map";
  }
  return "a value";
}

std::string field_name(const Node& root, std::span<const std::string> path) {
  std::string name;
  const Node* node = &root;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool index = node != nullptr && node->is_sequence();
    if (index) {
      name += "[" + path[i] + "]";
    } else {
      name += (name.empty() ? "" : ".") + path[i];
    }
    node = node == nullptr ? nullptr : node->at(path.subspan(i, 1));
  }
  return name;
}

bool Node::as_bool() const { return !text().empty() && (text()[0] == 't' || text()[0] == 'T'); }

std::optional<std::int64_t> Node::as_integer() const {
  std::string_view digits = text();
  if (digits.starts_with('+')) digits.remove_prefix(1);
  int base = 10;
  if (digits.starts_with("0x") || digits.starts_with("0o")) {
    base = digits[1] == 'x' ? 16 : 8;
    digits.remove_prefix(2);
  }
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

namespace {

// Without a sign. Not std::from_chars, which gives no value for what is too large or too small.
double parse_double(std::string_view digits) {
  if (!digits.starts_with("0o")) return std::strtod(std::string(digits).c_str(), nullptr);
  double value = 0;
  for (const char c : digits.substr(2)) value = value * 8 + (c - '0');
  return value;
}

}  // namespace

double Node::as_double() const {
  if (const auto integer = kind_ == Kind::Integer ? as_integer() : std::nullopt) {
    return static_cast<double>(*integer);
  }
  std::string_view digits = text();
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  double value = 0;
  if (digits == ".inf" || digits == ".Inf" || digits == ".INF") {
    value = std::numeric_limits<double>::infinity();
  } else if (digits.starts_with('.') && digits.size() > 1 &&
             (digits[1] == 'n' || digits[1] == 'N')) {
    value = std::numeric_limits<double>::quiet_NaN();
  } else {
    value = parse_double(digits);
  }
  return negative ? -value : value;
}

const Node* Node::at(std::span<const std::string> path) const {
  const Node* node = this;
  for (const std::string& step : path) {
    if (node->is_sequence()) {
      std::size_t index = 0;
      const char* end = step.data() + step.size();
      const auto parsed = std::from_chars(step.data(), end, index);
      const bool whole = parsed.ec == std::errc() && parsed.ptr == end;
      if (!whole || index >= node->size()) return nullptr;
      node = &node->items()[index];
    } else {
      node = node->find(step);
      if (node == nullptr) return nullptr;
    }
  }
  return node;
}

namespace {

const Step* steps_in(SourceId source, const Step* history, Arena& arena) {
  if (history == nullptr) return nullptr;
  Step step = *history;
  step.span.source = source;
  step.previous = steps_in(source, history->previous, arena);
  return arena.make(step);
}

}  // namespace

Node Node::in_source(SourceId source, Arena& arena) const {
  Node node = *this;
  node.span_.source = source;
  node.history_ = steps_in(source, history_, arena);
  if (is_sequence()) {
    std::vector<Node> list;
    list.reserve(size_);
    for (const Node& item : items()) list.push_back(item.in_source(source, arena));
    node.data_ = arena.copy(std::span<const Node>(list)).data();
  } else if (is_mapping()) {
    std::vector<Member> list;
    list.reserve(size_);
    for (const Member& member : members()) {
      list.push_back({member.key, member.key_span, member.value.in_source(source, arena)});
      list.back().key_span.source = source;
    }
    node.data_ = arena.copy(std::span<const Member>(list)).data();
  }
  return node;
}

bool same_value(const Node& a, const Node& b) {
  if (a.kind() != b.kind() || a.size_ != b.size_) return false;
  if (a.is_scalar()) {
    if (a.is_null()) return true;
    if (a.kind() == Kind::Bool) return a.as_bool() == b.as_bool();
    return a.as_string() == b.as_string();
  }
  if (a.is_sequence()) {
    return std::equal(a.items().begin(), a.items().end(), b.items().begin(), same_value);
  }
  return std::all_of(a.members().begin(), a.members().end(), [&](const Member& member) {
    const Node* other = b.find(member.key);
    return other != nullptr && same_value(member.value, *other);
  });
}

std::string_view scalar_text(const Node& node, Arena& arena) {
  if (node.is_null()) return {};
  return node.is_scalar() ? node.as_string() : arena.copy(write_json(node, JsonStyle::Python));
}

MappingBuilder::MappingBuilder(const Node& start) {
  constexpr std::size_t kMoreToCome = 4;
  members_.reserve(start.size() + kMoreToCome);
  members_.assign(start.members().begin(), start.members().end());
}

MappingBuilder& MappingBuilder::set(std::string_view key, Span key_span, Node value) {
  const auto old = std::find_if(members_.begin(), members_.end(),
                                [&](const Member& member) { return member.key == key; });
  if (old == members_.end()) {
    members_.push_back({key, key_span, value});
  } else {
    *old = {key, key_span, value};
  }
  return *this;
}

void MappingBuilder::erase(std::string_view key) {
  std::erase_if(members_, [&](const Member& member) { return member.key == key; });
}

const Node* MappingBuilder::find(std::string_view key) const {
  for (const Member& member : members_) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

Node MappingBuilder::build(Arena& arena, Span span) const {
  return Node::mapping(arena.copy(std::span<const Member>(members_)), span);
}

}  // namespace launch
