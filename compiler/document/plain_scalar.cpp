#include "compiler/document/plain_scalar.h"

#include <algorithm>
#include <array>
#include <string>

#include "compiler/document/utf8.h"

namespace launch {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// What is no text for one of them: the resolvers of YAML 1.1 (https://yaml.org/type/), y and n for
// Go's readers (resolveMap in go.yaml.in/yaml/v2 resolve.go), "=" and "<<", which PyYAML refuses.
constexpr std::array<std::string_view, 38> kWords{
    "~",    "null", "Null", "NULL", "true",  "True",  "TRUE",  "false", "False", "FALSE",
    "yes",  "Yes",  "YES",  "no",   "No",    "NO",    "on",    "On",    "ON",    "off",
    "Off",  "OFF",  "y",    "Y",    "n",     "N",     "=",     "<<",    ".nan",  ".NaN",
    ".NAN", ".inf", ".Inf", ".INF", "+.inf", "-.inf", "+.Inf", "-.Inf"};

bool is_word(std::string_view text) {
  constexpr std::size_t kLongest = 5;
  if (text.size() > kLongest) return false;
  if (text == "+.INF" || text == "-.INF") return true;
  return std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

// Eats pieces of a text from its front.
class Pieces {
 public:
  explicit Pieces(std::string_view text) : rest_(text) {}
  std::size_t digits() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_digit);
    const auto count = static_cast<std::size_t>(end - rest_.begin());
    rest_.remove_prefix(count);
    return count;
  }
  bool one(std::string_view choices) {
    if (rest_.empty() || choices.find(rest_[0]) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

bool is_decimal(Pieces pieces) {
  std::size_t mantissa = pieces.digits();
  if (pieces.one(".")) mantissa += pieces.digits();
  if (mantissa == 0) return false;
  if (pieces.one("eE")) {
    pieces.one("+-");
    if (pieces.digits() == 0) return false;
  }
  return pieces.at_end();
}

// 1:30 and 0:30.5, the numbers of clocks. Without a fraction they do not start with 0.
bool is_base60(Pieces pieces) {
  const bool zero = pieces.rest().starts_with('0');
  if (pieces.digits() == 0) return false;
  std::size_t groups = 0;
  for (; pieces.one(":"); ++groups) {
    const std::string_view group = pieces.rest();
    const std::size_t length = pieces.digits();
    if (length == 0 || length > 2 || (length == 2 && group[0] > '5')) return false;
  }
  if (groups == 0) return false;
  const bool fraction = pieces.one(".");
  if (fraction) pieces.digits();
  return pieces.at_end() && (fraction || !zero);
}

// Hexadecimal, octal and binary in every spelling that one of them knows: 0x1F, 0X1F, 0o17, 0b1,
// and 0b-1, which Go's readers take for -1. `gaps`: PyYAML takes 0x_ for a number and fails on it.
bool is_based(std::string_view digits, bool gaps) {
  if (digits.size() < 2 || digits[0] != '0') return false;
  const char base = digits[1];
  digits.remove_prefix(2);
  if (std::string_view("xXoObB").find(base) == std::string_view::npos) return false;
  if (digits.empty()) return gaps;
  if (base == 'x' || base == 'X') return std::all_of(digits.begin(), digits.end(), is_hex);
  const bool binary = base == 'b' || base == 'B';
  if (binary && digits.size() > 1 && (digits[0] == '-' || digits[0] == '+'))
    digits.remove_prefix(1);
  return digits.find_first_not_of(binary ? "01" : "01234567") == std::string_view::npos;
}

// 010 is eight, 08 a text or eight, and 1_000 a thousand or a text: a number for one is enough.
// Go's readers drop every "_" before they look.
bool is_number(std::string_view text) {
  if (!is_digit(text[0]) && std::string_view("+-.").find(text[0]) == std::string_view::npos) {
    return false;
  }
  std::string without_gaps(text);
  std::erase(without_gaps, '_');
  std::string_view digits = without_gaps;
  if (digits.starts_with('+') || digits.starts_with('-')) digits.remove_prefix(1);
  return is_decimal(Pieces(digits)) || is_based(digits, without_gaps.size() < text.size()) ||
         is_base60(Pieces(digits));
}

// https://yaml.org/type/timestamp.html; Go's readers take 2024-1-2 too.
bool is_date(std::string_view text) {
  Pieces pieces(text);
  if (pieces.digits() != 4) return false;
  for (int part = 0; part < 2; ++part) {
    if (!pieces.one("-")) return false;
    const std::size_t length = pieces.digits();
    if (length != 1 && length != 2) return false;
  }
  if (pieces.at_end()) return true;
  // What follows the clock does not matter: few texts look like one so far.
  if (!pieces.one("Tt ")) return false;
  while (pieces.one(" ")) continue;
  return pieces.digits() > 0 && pieces.one(":") && pieces.digits() > 0 && pieces.one(":");
}

// https://yaml.org/spec/1.2.2/#733-plain-style, outside of brackets, and the document markers.
bool has_plain_shape(std::string_view text) {
  if (text.starts_with(' ') || text.ends_with(' ') || text.ends_with(':')) return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos)
    return false;
  // kubectl cuts a file at every line that starts with "---", whatever follows.
  if (text.starts_with("---") || text == "..." || text.starts_with("... ")) return false;
  if (std::string_view("-?:").find(text[0]) != std::string_view::npos)
    return text.size() > 1 && text[1] != ' ';
  return std::string_view(",[]{}#&*!|>'\"%@`").find(text[0]) == std::string_view::npos;
}

bool is_clean(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode_utf8(text, i);
    if (!point.valid || needs_escape(point.value)) return false;
    i += point.length;
  }
  return true;
}

}  // namespace

bool needs_escape(std::uint32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) || code_point == 0x2028 ||
         code_point == 0x2029 || code_point == 0xFEFF || code_point == 0xFFFE ||
         code_point == 0xFFFF;
}

bool is_safe_plain(std::string_view text) {
  return !text.empty() && has_plain_shape(text) && is_clean(text) && !is_word(text) &&
         !is_number(text) && !is_date(text);
}

}  // namespace launch
