// What a plain scalar is in YAML 1.2, and what a YAML 1.1 reader would have made of it.
#include <algorithm>
#include <string_view>

#include "compiler/document/read_yaml.h"

namespace launch {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_octal(char c) { return c >= '0' && c <= '7'; }
constexpr bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_sign(char c) { return c == '+' || c == '-'; }

template <class Predicate>
constexpr bool all(std::string_view text, Predicate fits) {
  return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

constexpr bool any_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// Walks over a text piece by piece, as a regular expression would.
class Cursor {
 public:
  explicit constexpr Cursor(std::string_view text) : rest_(text) {}

  // Each eats what fits; digits() tells how many characters there were.
  template <class Predicate>
  constexpr std::size_t eat(Predicate fits) {
    std::size_t count = 0;
    while (count < rest_.size() && fits(rest_[count])) ++count;
    rest_.remove_prefix(count);
    return count;
  }
  constexpr std::size_t digits() { return eat(is_digit); }
  constexpr bool one(std::string_view choices) {
    if (rest_.empty() || choices.find(rest_[0]) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  constexpr bool at_end() const { return rest_.empty(); }
  constexpr std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

// https://yaml.org/spec/1.2.2/#1032-tag-resolution, the rows for int and float.
Kind resolve_number(std::string_view text) {
  if (text.starts_with("0o")) return all(text.substr(2), is_octal) ? Kind::Integer : Kind::String;
  if (text.starts_with("0x")) return all(text.substr(2), is_hex) ? Kind::Integer : Kind::String;
  Cursor cursor(text);
  cursor.one("+-");
  const bool pointed = cursor.rest().starts_with('.');
  if (pointed && any_of(cursor.rest(), {".inf", ".Inf", ".INF"})) return Kind::Float;
  const std::size_t whole = cursor.digits();
  if (whole > 0 && cursor.at_end()) return Kind::Integer;
  const std::size_t fraction = cursor.one(".") ? cursor.digits() : 0;
  if (whole + fraction == 0) return Kind::String;
  if (cursor.one("eE")) {
    cursor.one("+-");
    if (cursor.digits() == 0) return Kind::String;
  }
  return cursor.at_end() ? Kind::Float : Kind::String;
}

constexpr bool is_digit_or_gap(char c) { return is_digit(c) || c == '_'; }

// 1:30 or 190:20:30.15, the numbers of clocks and compasses.
bool is_base60(Cursor cursor) {
  if (cursor.rest().empty() || !is_digit(cursor.rest()[0])) return false;
  const bool leading_zero = cursor.rest()[0] == '0';
  cursor.eat(is_digit_or_gap);
  std::size_t groups = 0;
  while (cursor.one(":")) {
    const std::string_view group = cursor.rest();
    const std::size_t length = cursor.digits();
    if (length == 0 || length > 2 || (length == 2 && group[0] > '5')) return false;
    ++groups;
  }
  if (groups == 0) return false;
  // Only the rule for fractions lets the first group start with 0.
  const bool fraction = cursor.one(".");
  if (fraction) cursor.eat(is_digit_or_gap);
  return cursor.at_end() && (fraction || !leading_zero);
}

// -[0-9] or -[0-9][0-9]
bool eat_date_part(Cursor& cursor, bool both_digits) {
  if (!cursor.one("-")) return false;
  const std::size_t length = cursor.digits();
  return length == 2 || (length == 1 && !both_digits);
}

bool eat_clock(Cursor& cursor) {
  const std::size_t hours = cursor.digits();
  if (hours < 1 || hours > 2) return false;
  for (int part = 0; part < 2; ++part) {
    if (!cursor.one(":") || cursor.digits() != 2) return false;
  }
  if (cursor.one(".")) cursor.digits();
  return true;
}

bool eat_zone(Cursor& cursor) {
  const std::size_t blanks = cursor.eat([](char c) { return c == ' ' || c == '\t'; });
  if (cursor.at_end()) return blanks == 0;
  if (cursor.one("Z")) return true;
  if (!cursor.one("+-")) return false;
  const std::size_t hours = cursor.digits();
  if (hours < 1 || hours > 2) return false;
  return !cursor.one(":") || cursor.digits() == 2;
}

// https://yaml.org/type/timestamp.html
std::string_view date_meaning(std::string_view text) {
  const bool day = text.size() == 10 && all(text.substr(0, 4), is_digit) && text[4] == '-' &&
                   all(text.substr(5, 2), is_digit) && text[7] == '-' &&
                   all(text.substr(8), is_digit);
  if (day) return "a date";
  Cursor cursor(text);
  if (cursor.digits() != 4 || !eat_date_part(cursor, false) || !eat_date_part(cursor, false))
    return {};
  const std::size_t blanks = cursor.eat([](char c) { return c == ' ' || c == '\t'; });
  if (blanks == 0 && !cursor.one("Tt")) return {};
  return eat_clock(cursor) && eat_zone(cursor) && cursor.at_end() ? "a timestamp"
                                                                  : std::string_view{};
}

enum class Number11 { None, Integer, Octal, Binary, Base60, Float };

// https://yaml.org/type/int.html without a sign.
Number11 integer11(std::string_view digits) {
  const auto binary = [](char c) { return c == '0' || c == '1' || c == '_'; };
  const auto octal = [](char c) { return is_octal(c) || c == '_'; };
  const auto hex = [](char c) { return is_hex(c) || c == '_'; };
  if (digits.starts_with("0b") && all(digits.substr(2), binary)) return Number11::Binary;
  if (digits.starts_with("0x") && all(digits.substr(2), hex)) return Number11::Integer;
  if (digits == "0") return Number11::Integer;
  if (digits[0] == '0' && all(digits.substr(1), octal)) return Number11::Octal;
  if (digits[0] >= '1' && digits[0] <= '9' && all(digits, is_digit_or_gap))
    return Number11::Integer;
  return Number11::None;
}

// https://yaml.org/type/float.html as PyYAML has it: an exponent needs a sign and a point before
// it, and a number that starts with its point takes no sign.
bool is_float11(std::string_view text) {
  Cursor cursor(text);
  const bool sign = cursor.one("+-");
  if (any_of(cursor.rest(), {".inf", ".Inf", ".INF"})) return true;
  if (!sign && any_of(text, {".nan", ".NaN", ".NAN"})) return true;
  if (cursor.one(".")) {
    if (sign || cursor.rest().empty() || !is_digit(cursor.rest()[0])) return false;
  } else {
    if (cursor.rest().empty() || !is_digit(cursor.rest()[0])) return false;
    cursor.eat(is_digit_or_gap);
    if (!cursor.one(".")) return false;
  }
  cursor.eat(is_digit_or_gap);
  if (cursor.at_end()) return true;
  return cursor.one("eE") && cursor.one("+-") && cursor.digits() > 0 && cursor.at_end();
}

Number11 number11(std::string_view text) {
  std::string_view digits = text;
  if (is_sign(digits[0])) digits.remove_prefix(1);
  if (digits.empty()) return Number11::None;
  const Number11 integer = integer11(digits);
  if (integer != Number11::None) return integer;
  if (is_base60(Cursor(digits))) return Number11::Base60;
  return is_float11(text) ? Number11::Float : Number11::None;
}

// 007 is seven either way.
bool same_in_octal(std::string_view text) {
  if (text.find('_') != std::string_view::npos) return false;
  text.remove_prefix(std::min(text.find_first_not_of("+-0"), text.size()));
  return text.size() <= 1;
}

}  // namespace

Kind resolve_plain(std::string_view text) {
  if (text.empty()) return Kind::Null;
  const auto word = [&](std::size_t size, std::initializer_list<std::string_view> words,
                        Kind kind) {
    return text.size() == size && any_of(text, words) ? kind : Kind::String;
  };
  switch (text[0]) {
    case '~':
      return text.size() == 1 ? Kind::Null : Kind::String;
    case 'n':
    case 'N':
      return word(4, {"null", "Null", "NULL"}, Kind::Null);
    case 't':
    case 'T':
      return word(4, {"true", "True", "TRUE"}, Kind::Bool);
    case 'f':
    case 'F':
      return word(5, {"false", "False", "FALSE"}, Kind::Bool);
    case '.':
      if (any_of(text, {".nan", ".NaN", ".NAN"})) return Kind::Float;
      return resolve_number(text);
    case '+':
    case '-':
      return resolve_number(text);
    default:
      return is_digit(text[0]) ? resolve_number(text) : Kind::String;
  }
}

std::string_view yaml11_meaning(std::string_view text) {
  constexpr std::size_t kLongest = 64;  // nothing longer is a word or number that anyone wrote
  if (text.empty() || text.size() > kLongest) return {};
  if (any_of(text,
             {"yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"})) {
    return "a boolean";
  }
  if (text == "=") return "the reserved sign \"=\", which it cannot read";
  if (!is_digit(text[0]) && !is_sign(text[0]) && text[0] != '.') return {};
  const Kind ours = resolve_plain(text);
  switch (number11(text)) {
    case Number11::Binary:
      return "a binary number";
    case Number11::Base60:
      return "a base 60 number";
    case Number11::Octal:
      return ours == Kind::Integer && same_in_octal(text) ? "" : "an octal number";
    case Number11::Integer:
      return ours == Kind::Integer ? "" : "an integer";
    case Number11::Float:
      return ours == Kind::Float ? "" : "a number";
    case Number11::None:
      break;
  }
  if (const std::string_view date = date_meaning(text); !date.empty()) return date;
  return ours == Kind::Integer || ours == Kind::Float ? "a text" : std::string_view{};
}

}  // namespace launch
