#include "compiler/resolve/variable_type.h"

#include <cmath>

#include "compiler/document/read_yaml.h"
#include "compiler/document/write_json.h"

namespace launch {
namespace {

Node field(const Node& declaration, std::string_view name, std::string_view other = {}) {
  if (const Node* node = declaration.find(name)) return *node;
  if (!other.empty()) {
    if (const Node* node = declaration.find(other)) return *node;
  }
  return {};
}

bool fits_type(const Node& value, VariableType type) {
  switch (type) {
    case VariableType::Any:
      return value.is_scalar() && !value.is_null();
    case VariableType::String:
      return value.is_string();
    case VariableType::Integer: {
      if (value.kind() == Kind::Integer) return true;
      return value.kind() == Kind::Float && std::trunc(value.as_double()) == value.as_double();
    }
    case VariableType::Number:
      return value.is_number() && !std::isnan(value.as_double());
    case VariableType::Boolean:
      return value.kind() == Kind::Bool;
  }
  return false;
}

// 1 and 1.0 are one number among options.
bool equal_option(const Node& a, const Node& b) {
  if (a.is_number() && b.is_number()) return a.as_double() == b.as_double();
  return same_value(a, b);
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\r\f\v";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

std::string shown(const Node& node) {
  if (node.is_string()) return quoted(node.as_string());
  return node.is_number() ? std::string(node.as_string())
                          : write_json_redacted(node, JsonStyle::Compact);
}

}  // namespace

VariableSchema read_schema(const Node& declaration) {
  Node from = declaration;
  if (const Node* wrapped = declaration.find("schema");
      wrapped != nullptr && wrapped->is_mapping()) {
    from = *wrapped;
  }
  VariableSchema schema;
  schema.type_node = field(from, "type");
  schema.minimum = field(from, "minimum", "min");
  schema.maximum = field(from, "maximum", "max");
  schema.options = field(from, "enum", "options");
  schema.default_value = field(from, "default");
  const std::string_view type = schema.type_node.as_string();
  if (type == "string") schema.type = VariableType::String;
  if (type == "integer") schema.type = VariableType::Integer;
  if (type == "number" || type == "float") schema.type = VariableType::Number;
  if (type == "boolean") schema.type = VariableType::Boolean;
  return schema;
}

std::string_view type_name(VariableType type) {
  switch (type) {
    case VariableType::Any:
      return "a single value";
    case VariableType::String:
      return "a string";
    case VariableType::Integer:
      return "an integer";
    case VariableType::Number:
      return "a number";
    case VariableType::Boolean:
      return "true or false";
  }
  return "a value";
}

std::optional<Misfit> misfit(const Node& value, const VariableSchema& schema) {
  if (!fits_type(value, schema.type)) {
    return Misfit{true,
                  "expected " + std::string(type_name(schema.type)) + ", and this is " +
                      (value.is_scalar() ? shown(value) : std::string(kind_phrase(value.kind()))),
                  schema.type_node.span()};
  }
  if (value.is_number() && schema.minimum.is_number() &&
      value.as_double() < schema.minimum.as_double()) {
    return Misfit{false, shown(value) + " is below the minimum, " + shown(schema.minimum),
                  schema.minimum.span(), "the minimum"};
  }
  if (value.is_number() && schema.maximum.is_number() &&
      value.as_double() > schema.maximum.as_double()) {
    return Misfit{false, shown(value) + " is above the maximum, " + shown(schema.maximum),
                  schema.maximum.span(), "the maximum"};
  }
  if (!schema.options.is_sequence()) return std::nullopt;
  std::vector<std::string_view> allowed;
  for (const Node& option : schema.options.items()) {
    if (equal_option(value, option)) return std::nullopt;
    allowed.push_back(option.as_string());
  }
  return Misfit{false, shown(value) + " is not one of the options, " + one_of(allowed),
                schema.options.span(), "the options"};
}

// As Python's int() and float() read it, which W&B's client asks (wandb/sdk/launch/utils.py):
// blanks around it, and decimal digits. What JSON has no number for is none.
Node typed(const Node& text, const VariableSchema& schema) {
  const bool as_written =
      schema.type == VariableType::String || schema.type == VariableType::Any || !text.is_string();
  if (as_written) return text;
  const std::string_view value = without_blanks(text.as_string());
  const bool whole = schema.type == VariableType::Integer;
  const std::string_view digits = whole ? "+-0123456789" : "+-.0123456789eE";
  const Kind kind = resolve_plain(value);
  const bool number = kind == Kind::Integer || kind == Kind::Float;
  const bool read =
      number ? value.find_first_not_of(digits) == std::string_view::npos : kind == Kind::Bool;
  if (!read) return text;
  return Node::scalar(kind, value, text.span()).with_history(text.history());
}

}  // namespace launch
