#include "compiler/target/vertex/proto_json.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "compiler/document/instance.h"
#include "compiler/spec/schema_rules.h"
#include "compiler/spec/spec_rules.h"
#include "compiler/target/numbers.h"
#include "compiler/target/spelling.h"
#include "compiler/target/text.h"
#include "compiler/target/tree.h"

namespace launch::vertex {
namespace {

const Node& node_of(const void* value) { return *static_cast<const Node*>(value); }

// "map" where the names are the user's own, "any" where they are those of another message.
std::string_view free_names(const Path& path, ApiType type) {
  return api_schema(type).annotation(path, "x-protobuf");
}

// Whether the message at `path` keeps the field in a oneof, of which the API reads one at most.
bool is_in_one_of(std::string_view key, const Path& path, ApiType type) {
  const std::vector<std::string_view> names =
      split(api_schema(type).annotation(path, "x-protobuf-oneof"), ' ');
  return std::find(names.begin(), names.end(), key) != names.end();
}

// machine_type, as a proto spells a field.
bool is_proto_name(std::string_view name) {
  const bool legal = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_';
  });
  return legal && name.find('_') != std::string_view::npos && !name.starts_with('_') &&
         !name.ends_with('_') && name.find("__") == std::string_view::npos;
}

// A field under both of its names. A oneof is read once, also when both say the same.
void report_twice(const Member& again, const Node& first, bool one_of, Diagnostics& diagnostics) {
  if (!one_of && same_value(first, again.value)) return;
  diagnostics.report({one_of ? &kOneOfKeys : &kSetTwice,
                      again.value.span(),
                      std::string(again.key) + " is set twice, in two spellings",
                      {{first.span(), "the other one"}},
                      "keep one of the two"});
}

// The members in the place of a map's own.
Node mapping_of(const std::vector<Member>& members, const Node& map, Arena& arena) {
  return Node::mapping(arena.copy(std::span<const Member>(members)), map.span())
      .with_tag(map.tag())
      .with_history(map.history());
}

// The children, each changed by `change(child, path)`.
template <class Change>
Node changed_items(const Node& list, const Path& path, Arena& arena, const Change& change) {
  std::vector<Node> items;
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    items.push_back(change(list.items()[i], path / std::to_string(i)));
  }
  return Node::sequence(arena.copy(std::span<const Node>(items)), list.span())
      .with_tag(list.tag())
      .with_history(list.history());
}

// Whole numbers that a double holds exactly enough to compare, as 1e3 and 3.0.
std::optional<std::int64_t> whole(double number) {
  if (!std::isfinite(number) || std::trunc(number) != number) return {};
  if (std::fabs(number) >= 9.2e18) return {};
  return static_cast<std::int64_t>(number);
}

// An optional -, digits, and what may follow in a JSON number.
bool is_number_text(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && is_digit(text.front()) &&
         text.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
}

std::optional<std::int64_t> integer_of(const Node& node) {
  if (node.kind() == Kind::Integer && node.as_integer()) return node.as_integer();
  if (node.is_number()) return whole(node.as_double());
  if (!node.is_string() || !is_number_text(node.as_string())) return {};
  const Number<std::int64_t> exact = parse_int(node.as_string(), 10);
  if (exact.ok()) return exact.value;
  if (exact.error == NumberError::OutOfRange) return {};
  const Number<double> number = parse_float(node.as_string());
  return number.ok() ? whole(number.value) : std::nullopt;
}

bool fits_integer(const Node& node, int bits) {
  const std::optional<std::int64_t> number = integer_of(node);
  if (!number) return false;
  return bits == 64 || (*number >= std::numeric_limits<std::int32_t>::min() &&
                        *number <= std::numeric_limits<std::int32_t>::max());
}

// -?digits[.up to 9 digits]s, at most 10000 years (google/protobuf/duration.proto).
std::optional<double> seconds_of(std::string_view text) {
  constexpr double kLongest = 315576000000.0;
  constexpr std::size_t kNanoseconds = 9;
  if (!text.ends_with('s')) return {};
  text.remove_suffix(1);
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  const Cut parts = cut(digits, '.');
  const auto all_digits = [](std::string_view part) {
    return !part.empty() &&
           std::all_of(part.begin(), part.end(), [](char c) { return is_digit(c); });
  };
  if (!all_digits(parts.before) || (parts.found && !all_digits(parts.after))) return {};
  if (parts.after.size() > kNanoseconds) return {};
  const double value = parse_float(text).value;
  return std::fabs(value) <= kLongest ? std::optional(value) : std::nullopt;
}

// RFC 3339: 2026-01-31T12:00:00.5Z, with an offset for Z.
bool is_timestamp(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00";
  if (text.size() <= kShape.size()) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == '0' ? !is_digit(text[i]) : text[i] != kShape[i]) return false;
  }
  std::string_view rest = text.substr(kShape.size());
  if (rest.starts_with('.')) {
    const std::size_t end = rest.find_first_not_of("0123456789", 1);
    if (end < 2 || end == std::string_view::npos) return false;
    rest.remove_prefix(end);
  }
  if (rest == "Z") return true;
  return rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && is_digit(rest[1]) &&
         is_digit(rest[2]) && rest[3] == ':' && is_digit(rest[4]) && is_digit(rest[5]);
}

bool fits(std::string_view format, const void* value) {
  const Node& node = node_of(value);
  if (is_open(node)) return true;
  if (format == "int32") return fits_integer(node, 32);
  if (format == "int64") return fits_integer(node, 64);
  if (format == "duration") return node.is_string() && seconds_of(node.as_string());
  if (format == "timestamp") return node.is_string() && is_timestamp(node.as_string());
  return true;
}

}  // namespace

Node with_json_names(const Node& value, const Path& path, ApiType type, TargetContext& context) {
  const auto deeper = [&](const Node& child, const Path& below) {
    return with_json_names(child, below, type, context);
  };
  if (value.is_sequence()) return changed_items(value, path, context.arena, deeper);
  if (!value.is_mapping() || !free_names(path, type).empty()) return value;
  std::vector<Member> members;
  std::unordered_map<std::string_view, std::size_t> places;
  for (const Member& member : value.members()) {
    const bool proto = is_proto_name(member.key);
    const std::string_view key = proto ? context.arena.copy(camel_case(member.key)) : member.key;
    const Node child = deeper(member.value, path / key);
    const auto [place, is_new] = places.emplace(key, members.size());
    if (is_new) {
      members.push_back({key, member.key_span, child});
      continue;
    }
    Member& present = members[place->second];
    if (present.value.is_null()) {
      present = {key, member.key_span, child};
    } else if (!child.is_null()) {
      report_twice(member, present.value, is_in_one_of(key, path, type), context.diagnostics);
    }
  }
  return mapping_of(members, value, context.arena);
}

Node without_nulls(const Node& value, const Path& path, ApiType type, Arena& arena) {
  const auto deeper = [&](const Node& child, const Path& below) {
    return without_nulls(child, below, type, arena);
  };
  if (value.is_sequence()) return changed_items(value, path, arena, deeper);
  if (!value.is_mapping() || !free_names(path, type).empty()) return value;
  std::vector<Member> members;
  for (const Member& member : value.members()) {
    if (member.value.is_null()) continue;
    members.push_back({member.key, member.key_span, deeper(member.value, path / member.key)});
  }
  return mapping_of(members, value, arena);
}

const schema::Access& proto_access() {
  static const schema::Access kAccess = [] {
    schema::Access access = node_access();
    access.fits = fits;
    return access;
  }();
  return kAccess;
}

std::string expected_format(std::string_view format) {
  if (format == "int32") return "expected a whole number of 32 bits";
  if (format == "int64") return "expected a whole number of 64 bits";
  if (format == "duration") return "expected a number of seconds and an s, such as \"3600s\"";
  return "expected a time such as \"2026-01-31T12:00:00Z\"";
}

std::string nearest_format(std::string_view format, const Node& value) {
  if (format != "duration") return {};
  const std::string seconds = std::string(value.as_string()) + "s";
  return seconds_of(seconds) ? seconds : std::string();
}

bool takes_enum_number(const Node& value, const schema::Violation& violation) {
  if (violation.keyword != "enum") return false;
  if (value.is_string() && !parse_int(value.as_string(), 10).ok()) return false;
  return fits_integer(value, 32);
}

std::optional<std::int64_t> proto_integer(const Field& field) {
  if (!field.present() || field.unknown()) return {};
  return integer_of(field.node());
}

std::optional<double> proto_seconds(const Field& field) {
  if (!field.is_text() || field.unknown()) return {};
  return seconds_of(field.node().as_string());
}

}  // namespace launch::vertex
