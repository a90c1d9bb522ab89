#include "compiler/target/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "compiler/target/text.h"

namespace launch {
namespace {

char lower_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

int digit_value(char c) {
  const char small = lower_letter(c);
  if (is_digit(c)) return c - '0';
  return small >= 'a' && small <= 'z' ? small - 'a' + 10 : 99;
}

bool has_prefix_letter(std::string_view text, std::string_view letters) {
  return text.size() >= 2 && text[0] == '0' &&
         letters.find(lower_letter(text[1])) != std::string_view::npos;
}

// Whether each `_` stands between two digits; a base prefix counts as a digit. `text` has no sign.
bool underscores_fit(std::string_view text) {
  const bool prefixed = has_prefix_letter(text, "box");
  const bool hexadecimal = has_prefix_letter(text, "x");
  char before = prefixed ? '0' : '^';
  for (const char c : text.substr(prefixed ? 2 : 0)) {
    const bool digit = is_digit(c) || (hexadecimal && is_hex_digit(c));
    if (c == '_' && before != '0') return false;
    if (c != '_' && !digit && before == '_') return false;
    before = digit ? '0' : c == '_' ? '_' : '!';
  }
  return before != '_';
}

// Takes the base prefix off `text`.
int take_base(std::string_view& text) {
  if (text.front() != '0') return 10;
  if (text.size() >= 3) {
    const char letter = lower_letter(text[1]);
    const int base = letter == 'b' ? 2 : letter == 'o' ? 8 : letter == 'x' ? 16 : 0;
    if (base != 0) {
      text.remove_prefix(2);
      return base;
    }
  }
  text.remove_prefix(1);
  return 8;
}

bool take_sign(std::string_view& text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  return negative;
}

}  // namespace

Number<std::uint64_t> parse_uint(std::string_view text, int base, int bits) {
  if (text.empty()) return {0, NumberError::NotANumber};
  const std::string_view whole = text;
  const bool any_base = base == 0;
  if (any_base) base = take_base(text);
  const std::uint64_t most = bits == 64 ? std::numeric_limits<std::uint64_t>::max()
                                        : (std::uint64_t{1} << static_cast<unsigned>(bits)) - 1;
  const auto factor = static_cast<std::uint64_t>(base);
  std::uint64_t value = 0;
  bool too_large = false;
  for (const char c : text) {
    if (c == '_' && any_base) continue;
    const int digit = digit_value(c);
    if (digit >= base) return {0, NumberError::NotANumber};
    const auto added = static_cast<std::uint64_t>(digit);
    too_large = too_large || value > (most - added) / factor;
    if (!too_large) value = value * factor + added;
  }
  if (any_base && whole.find('_') != std::string_view::npos && !underscores_fit(whole)) {
    return {0, NumberError::NotANumber};
  }
  if (too_large) return {most, NumberError::OutOfRange};
  return {value, NumberError::None};
}

Number<std::int64_t> parse_int(std::string_view text, int base) {
  const bool negative = take_sign(text);
  const Number<std::uint64_t> size = parse_uint(text, base);
  if (!size.ok()) return {0, size.error};
  constexpr std::uint64_t kLimit = std::uint64_t{1} << 63U;
  if (size.value > kLimit || (size.value == kLimit && !negative)) {
    return {0, NumberError::OutOfRange};
  }
  const std::uint64_t bits = negative ? 0 - size.value : size.value;
  return {static_cast<std::int64_t>(bits), NumberError::None};
}

std::optional<bool> parse_bool(std::string_view text) {
  constexpr std::array<std::string_view, 6> kTrue = {"1", "t", "T", "true", "TRUE", "True"};
  constexpr std::array<std::string_view, 6> kFalse = {"0", "f", "F", "false", "FALSE", "False"};
  if (std::find(kTrue.begin(), kTrue.end(), text) != kTrue.end()) return true;
  if (std::find(kFalse.begin(), kFalse.end(), text) != kFalse.end()) return false;
  return std::nullopt;
}

namespace {

// Takes digits, `_` and at most one point; true when there was a digit.
bool take_mantissa(std::string_view& text, bool hexadecimal) {
  bool digits = false;
  bool point = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    const bool digit = is_digit(c) || (hexadecimal && is_hex_digit(c));
    if (c == '.' && point) break;
    if (!digit && c != '.' && c != '_') break;
    digits = digits || digit;
    point = point || c == '.';
  }
  text.remove_prefix(at);
  return digits;
}

// Takes the exponent's sign and digits, behind its letter; true when there was a digit at once.
bool take_exponent(std::string_view& text) {
  take_sign(text);
  if (text.empty() || !is_digit(text.front())) return false;
  while (!text.empty() && (is_digit(text.front()) || text.front() == '_')) text.remove_prefix(1);
  return true;
}

bool is_float(std::string_view text) {
  take_sign(text);
  const std::string_view whole = text;
  const bool hexadecimal = text.size() > 2 && has_prefix_letter(text, "x");
  if (hexadecimal) text.remove_prefix(2);
  if (!take_mantissa(text, hexadecimal)) return false;
  const bool exponent = !text.empty() && lower_letter(text.front()) == (hexadecimal ? 'p' : 'e');
  if (hexadecimal && !exponent) return false;
  if (exponent) {
    text.remove_prefix(1);
    if (!take_exponent(text)) return false;
  }
  if (!text.empty()) return false;
  return whole.find('_') == std::string_view::npos || underscores_fit(whole);
}

std::optional<double> special_float(std::string_view text) {
  const bool negative = take_sign(text);
  std::string word(text);
  std::transform(word.begin(), word.end(), word.begin(), lower_letter);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (word == "inf" || word == "infinity") return negative ? -kInfinity : kInfinity;
  return std::nullopt;
}

}  // namespace

Number<double> parse_float(std::string_view text) {
  if (const std::optional<double> special = special_float(text)) {
    return {*special, NumberError::None};
  }
  std::string word(text);
  std::transform(word.begin(), word.end(), word.begin(), lower_letter);
  if (word == "nan") return {std::numeric_limits<double>::quiet_NaN(), NumberError::None};
  if (!is_float(text)) return {0, NumberError::NotANumber};
  std::erase(word, '_');
  const double value = std::strtod(word.c_str(), nullptr);
  if (std::isinf(value)) return {value, NumberError::OutOfRange};
  return {value, NumberError::None};
}

}  // namespace launch
