#include "compiler/sweep/number.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace launch::sweep {
namespace {

// Digits and exponent of 1.2345e-07: the shortest that give the number back.
struct Decimal {
  std::string digits;
  int exponent = 0;
};

Decimal decimal_of(double number) {
  char text[40];
  const auto end =
      std::to_chars(text, text + sizeof text, number, std::chars_format::scientific).ptr;
  const std::string_view whole(text, static_cast<std::size_t>(end - text));
  const std::size_t e = whole.find('e');
  Decimal result;
  for (const char c : whole.substr(0, e)) {
    if (c != '.') result.digits += c;
  }
  std::string_view exponent = whole.substr(e + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  std::from_chars(exponent.data(), exponent.data() + exponent.size(), result.exponent);
  return result;
}

std::string scientific(const Decimal& decimal) {
  std::string text = decimal.digits.substr(0, 1);
  if (decimal.digits.size() > 1) text += "." + decimal.digits.substr(1);
  const std::string exponent = std::to_string(std::abs(decimal.exponent));
  return text + (decimal.exponent < 0 ? "e-" : "e+") + (exponent.size() < 2 ? "0" : "") + exponent;
}

std::string fixed(const Decimal& decimal) {
  const std::string& digits = decimal.digits;
  if (decimal.exponent < 0) {
    return "0." + std::string(static_cast<std::size_t>(-decimal.exponent - 1), '0') + digits;
  }
  const auto before = static_cast<std::size_t>(decimal.exponent) + 1;
  if (digits.size() <= before) return digits + std::string(before - digits.size(), '0') + ".0";
  return digits.substr(0, before) + "." + digits.substr(before);
}

std::string python_repr(const Node& value);

std::string python_collection(const Node& value) {
  std::string out = value.is_mapping() ? "{" : "[";
  const std::size_t empty = out.size();
  for (const Node& item : value.items()) {
    if (out.size() > empty) out += ", ";
    out += python_repr(item);
  }
  for (const Member& member : value.members()) {
    if (out.size() > empty) out += ", ";
    out += python_quoted(member.key) + ": " + python_repr(member.value);
  }
  return out + (value.is_mapping() ? "}" : "]");
}

std::string python_repr(const Node& value) {
  return value.is_string() ? python_quoted(value.as_string()) : python_text(value);
}

}  // namespace

std::string python_quoted(std::string_view text) {
  const bool single = text.find('\'') != std::string_view::npos;
  const char quote = single && text.find('"') == std::string_view::npos ? '"' : '\'';
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      out += c;
    }
  }
  return out + quote;
}

std::string python_float(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
  if (std::signbit(number)) return "-" + python_float(-number);
  if (number == 0) return "0.0";
  const Decimal decimal = decimal_of(number);
  constexpr int kSmallest = -4;
  constexpr int kLargest = 16;
  const bool plain = decimal.exponent >= kSmallest && decimal.exponent < kLargest;
  return plain ? fixed(decimal) : scientific(decimal);
}

std::string python_text(const Node& value) {
  switch (value.kind()) {
    case Kind::Null:
      return "None";
    case Kind::Bool:
      return value.as_bool() ? "True" : "False";
    case Kind::Float:
      return python_float(value.as_double());
    case Kind::Integer: {
      const std::optional<std::int64_t> number = value.as_integer();
      return number ? std::to_string(*number) : std::string(value.as_string());
    }
    case Kind::String:
      return std::string(value.as_string());
    default:
      return python_collection(value);
  }
}

std::string short_number(double number) {
  char text[40];
  constexpr int kDigits = 6;
  const auto end =
      std::to_chars(text, text + sizeof text, number, std::chars_format::general, kDigits).ptr;
  return {text, static_cast<std::size_t>(end - text)};
}

Node float_node(double number, Span span, Arena& arena) {
  return Node::scalar(Kind::Float, arena.copy(python_float(number)), span);
}

Node integer_node(std::int64_t number, Span span, Arena& arena) {
  return Node::scalar(Kind::Integer, arena.copy(std::to_string(number)), span);
}

}  // namespace launch::sweep
