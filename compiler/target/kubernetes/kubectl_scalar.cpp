#include "compiler/target/kubernetes/kubectl_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace launch::kubernetes {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A scalar before it is written as JSON.
struct Value {
  enum class Kind { Null, Bool, Integer, Float, Text };
  Kind kind = Kind::Text;
  bool boolean = false;
  std::string integer;  // in decimal
  bool is_unsigned = false;
  double number = 0;
};

// --- words ---------------------------------------------------------------------------------------

template <std::size_t N>
bool is_one(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<std::string_view, 5> kNull{"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 11> kTrue{"y",    "Y",    "yes", "Yes", "YES", "true",
                                                 "True", "TRUE", "on",  "On",  "ON"};
constexpr std::array<std::string_view, 11> kFalse{"n",     "N",     "no",  "No",  "NO", "false",
                                                  "False", "FALSE", "off", "Off", "OFF"};
constexpr std::array<std::string_view, 3> kNan{".nan", ".NaN", ".NAN"};
constexpr std::array<std::string_view, 3> kInf{".inf", ".Inf", ".INF"};

std::optional<Value> find_word(std::string_view text) {
  if (text.size() > 5) return {};
  if (is_one(text, kNull)) return Value{.kind = Value::Kind::Null};
  if (is_one(text, kTrue)) return Value{.kind = Value::Kind::Bool, .boolean = true};
  if (is_one(text, kFalse)) return Value{.kind = Value::Kind::Bool};
  const auto number = [](double value) {
    return Value{.kind = Value::Kind::Float, .number = value};
  };
  if (is_one(text, kNan)) return number(std::numeric_limits<double>::quiet_NaN());
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!is_one(text, kInf)) return {};
  return number(negative ? -std::numeric_limits<double>::infinity()
                         : std::numeric_limits<double>::infinity());
}

// --- numbers -------------------------------------------------------------------------------------

// Digits without a sign, in the base that their prefix says.
std::optional<std::uint64_t> parse_magnitude(std::string_view digits) {
  int base = 10;
  if (digits.starts_with('0') && digits.size() > 1) {
    const std::size_t kind =
        digits.size() > 2 ? std::string_view("xXoObB").find(digits[1]) : std::string_view::npos;
    constexpr int kBases[] = {16, 16, 8, 8, 2, 2};
    base = kind == std::string_view::npos ? 8 : kBases[kind];
    digits.remove_prefix(kind == std::string_view::npos ? 1 : 2);
  }
  std::uint64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, value, base);
  if (parsed.ec != std::errc() || parsed.ptr != end) return {};
  return value;
}

// strconv.ParseInt and, where that does not fit, strconv.ParseUint, with base 0.
std::optional<Value> parse_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  const bool has_sign = negative || text.starts_with('+');
  const auto magnitude = parse_magnitude(text.substr(has_sign ? 1 : 0));
  if (!magnitude) return {};
  constexpr std::uint64_t kTop = std::uint64_t{1} << 63U;
  if (*magnitude >= kTop && has_sign && !(negative && *magnitude == kTop)) return {};
  const bool minus = negative && *magnitude != 0;
  return Value{.kind = Value::Kind::Integer,
               .integer = (minus ? "-" : "") + std::to_string(*magnitude),
               .is_unsigned = *magnitude >= kTop && !negative};
}

// Base 2 takes a sign of its own behind 0b.
std::optional<Value> parse_signed_binary(std::string_view text) {
  if (!text.starts_with("0b-") && !text.starts_with("0b+")) return {};
  return parse_integer(std::string(1, text[2]) + "0b" + std::string(text.substr(3)));
}

// [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
bool is_float(std::string_view text) {
  std::size_t at = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - begin;
  };
  std::size_t mantissa = digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    mantissa += digits();
  }
  if (mantissa == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

// Too large a number is no number.
std::optional<Value> parse_float(const std::string& text) {
  if (!is_float(text)) return {};
  const double value = std::strtod(text.c_str(), nullptr);
  if (std::isinf(value)) return {};
  return Value{.kind = Value::Kind::Float, .number = value};
}

// Go's own syntax lets a "_" stand between two digits.
bool gaps_are_between_digits(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') continue;
    const bool between =
        i > 0 && is_digit(text[i - 1]) && i + 1 < text.size() && is_digit(text[i + 1]);
    if (!between) return false;
  }
  return true;
}

std::optional<Value> parse_number(std::string_view text) {
  const bool dot = text.starts_with('.');
  if (!dot && !is_digit(text[0]) && text[0] != '-' && text[0] != '+') return {};
  if (dot && !gaps_are_between_digits(text)) return {};
  std::string plain(text);
  std::erase(plain, '_');
  if (dot) return parse_float(plain);
  if (auto value = parse_integer(plain)) return value;
  if (auto value = parse_float(plain)) return value;
  return parse_signed_binary(plain);
}

Value parse(std::string_view text) {
  if (const auto word = find_word(text)) return *word;
  return parse_number(text).value_or(Value());
}

// --- as JSON -------------------------------------------------------------------------------------

// The fewest digits that tell a number from all others, and the power of ten of the first.
struct Digits {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

template <class Number>
Digits digits_of(Number value) {
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific);
  std::string text(buffer.data(), end.ptr);
  const std::size_t mark = text.find('e');
  Digits result{text.starts_with('-'), text.substr(0, mark), std::atoi(text.c_str() + mark + 1)};
  std::erase_if(result.digits, [](char c) { return !is_digit(c); });
  return result;
}

// strconv's format 'f': zeros where there are no digits.
std::string fixed(const Digits& number) {
  std::string text = number.digits;
  const auto whole = static_cast<std::size_t>(std::max(number.exponent + 1, 0));
  if (number.exponent < 0) text.insert(0, static_cast<std::size_t>(-number.exponent - 1), '0');
  if (text.size() < whole) text.resize(whole, '0');
  if (text.size() > whole) text.insert(whole, whole == 0 ? "0." : ".");
  return (number.negative ? "-" : "") + text;
}

// strconv's format 'e'.
std::string scientific(const Digits& number, std::size_t exponent_digits) {
  std::string text = number.digits;
  if (text.size() > 1) text.insert(1, ".");
  std::string exponent = std::to_string(std::abs(number.exponent));
  if (exponent.size() < exponent_digits) exponent.insert(0, "0");
  return (number.negative ? "-" : "") + text + (number.exponent < 0 ? "e-" : "e+") + exponent;
}

std::string not_finite(double value) {
  return std::isnan(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
}

// encoding/json, floatEncoder: exponents only for the very large and the very small.
std::string json_number(double value) {
  if (!std::isfinite(value)) return not_finite(value);
  const double size = std::fabs(value);
  if (size == 0 || (size >= 1e-6 && size < 1e21)) return fixed(digits_of(value));
  return scientific(digits_of(value), size < 1 ? 1 : 2);
}

// strconv.FormatFloat(value, 'g', -1, 32): a key keeps the digits of a 32-bit number only.
std::string key_of_number(double value) {
  constexpr double kRoundsToInfinity = 3.4028235677973366e38;
  if (!std::isfinite(value)) return not_finite(value);
  if (std::fabs(value) >= kRoundsToInfinity) return value > 0 ? ".inf" : "-.inf";
  const Digits number = digits_of(static_cast<float>(value));
  return number.exponent < -4 || number.exponent >= 6 ? scientific(number, 2) : fixed(number);
}

KubectlScalar as_json(const Value& value, std::string_view text) {
  switch (value.kind) {
    case Value::Kind::Null:
      return {Kind::Null, "null"};
    case Value::Kind::Bool:
      return {Kind::Bool, value.boolean ? "true" : "false"};
    case Value::Kind::Integer:
      return {Kind::Integer, value.integer};
    case Value::Kind::Float: {
      std::string number = json_number(value.number);
      const bool whole = number.find_first_not_of("-0123456789") == std::string::npos;
      return {whole ? Kind::Integer : Kind::Float, std::move(number)};
    }
    case Value::Kind::Text:
      break;
  }
  return {Kind::String, std::string(text)};
}

// What stands behind one of the tags for anything but texts; nothing when it does not fit.
std::optional<Value> parse_tagged(std::string_view text, std::string_view tag) {
  Value value = parse(text);
  using ValueKind = Value::Kind;
  if (tag == "!!float" && value.kind == ValueKind::Integer && !value.is_unsigned) {
    value = {.kind = ValueKind::Float, .number = std::strtod(value.integer.c_str(), nullptr)};
  }
  const bool fits = (tag == "!!int" && value.kind == ValueKind::Integer) ||
                    (tag == "!!float" && value.kind == ValueKind::Float) ||
                    (tag == "!!bool" && value.kind == ValueKind::Bool) ||
                    (tag == "!!null" && value.kind == ValueKind::Null);
  return fits ? std::optional(std::move(value)) : std::nullopt;
}

std::optional<std::string> as_key(const Value& value, std::string_view text) {
  if (value.is_unsigned) return {};
  if (value.kind == Value::Kind::Float) return key_of_number(value.number);
  return as_json(value, text).text;
}

}  // namespace

KubectlScalar resolve_kubectl(std::string_view text) { return as_json(parse(text), text); }

std::optional<KubectlScalar> resolve_kubectl(std::string_view text, std::string_view tag) {
  if (tag == "!!str") return KubectlScalar{Kind::String, std::string(text)};
  const std::optional<Value> value = parse_tagged(text, tag);
  return value ? std::optional(as_json(*value, text)) : std::nullopt;
}

std::optional<std::string> kubectl_key(std::string_view text) { return as_key(parse(text), text); }

std::optional<std::string> kubectl_key(std::string_view text, std::string_view tag) {
  if (tag == "!!str") return std::string(text);
  const std::optional<Value> value = parse_tagged(text, tag);
  return value ? as_key(*value, text) : std::nullopt;
}

std::optional<std::string> decode_base64(std::string_view text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string digits(text);
  std::erase_if(digits, [](char c) { return c == '\n' || c == '\r'; });
  if (digits.size() % 4 != 0) return {};
  for (int padding = 0; padding < 2 && digits.ends_with('='); ++padding) digits.pop_back();
  std::string bytes;
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t digit = kDigits.find(digits[i]);
    if (digit == std::string_view::npos) return {};
    bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
    if (i % 4 != 0) bytes += static_cast<char>((bits >> (6U - 2U * (i % 4))) & 0xFFU);
  }
  return bytes;
}

}  // namespace launch::kubernetes
