// The rational number behind --cpus: "1.5", "1/2", "1e1", "0x8".
// Source: docker/cli opts/opts.go ParseCPUs; https://pkg.go.dev/math/big#Rat.SetString

#include "compiler/target/docker/cpus.h"

#include <cmath>
#include <cstddef>
#include <limits>

#include "compiler/target/numbers.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

using Error = Cpus::Error;

// No Linux kernel knows more CPUs (NR_CPUS); docker counts such numbers modulo 2^64.
constexpr double kMostCpus = 8192;
constexpr std::uint64_t kBillion = 1'000'000'000;

// A natural number with an optional point: digits * base^-places.
struct Mantissa {
  std::uint64_t digits = 0;
  double rough = 0;  // also right when the digits are too many
  bool exact = true;
  int base = 10;
  std::int64_t places = 0;  // digits behind the point
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }

  bool take_sign() {
    const bool negative = rest_.starts_with('-');
    if (negative || rest_.starts_with('+')) rest_.remove_prefix(1);
    return negative;
  }

  // False when there is no digit, or a `_` that is not between digits. With `with_point` a leading
  // 0 is no sign of octal.
  bool take_mantissa(Mantissa& result, bool with_point) {
    char before = rest_.starts_with('0') ? '0' : '.';
    bool digits = take_prefix(result, with_point);
    bool misplaced = false;
    bool point = false;
    for (; !rest_.empty(); rest_.remove_prefix(1)) {
      const char c = rest_.front();
      if (c == '.' && with_point && !point) {
        misplaced = misplaced || before == '_';
        point = true;
        before = '.';
      } else if (c == '_') {
        misplaced = misplaced || before != '0';
        before = '_';
      } else if (digit_in(c, result.base) >= 0) {
        add_digit(result, digit_in(c, result.base), point);
        digits = true;
        before = '0';
      } else {
        break;
      }
    }
    return digits && !misplaced && before != '_';
  }

  // `base` is 10 for e, 2 for p; 0 when there is no exponent.
  bool take_exponent(std::int64_t& exponent, int& base) {
    base = 0;
    if (rest_.empty()) return true;
    const char letter = rest_.front();
    base = letter == 'e' || letter == 'E' ? 10 : letter == 'p' || letter == 'P' ? 2 : 0;
    if (base == 0) return true;
    rest_.remove_prefix(1);
    const bool negative = take_sign();
    std::string digits;
    char before = '.';
    for (; !rest_.empty() && (is_digit(rest_.front()) || rest_.front() == '_');
         rest_.remove_prefix(1)) {
      if (rest_.front() == '_' && before != '0') return false;
      before = rest_.front() == '_' ? '_' : '0';
      if (before == '0') digits += rest_.front();
    }
    const Number<std::int64_t> number = parse_int(digits, 10);
    exponent = negative ? -number.value : number.value;
    return number.ok() && before == '0';
  }

 private:
  static int digit_in(char c, int base) {
    const int value = is_digit(c) ? c - '0' : is_letter(c) ? (c | 0x20) - 'a' + 10 : 99;
    return value < base ? value : -1;
  }

  // True when the prefix itself is a digit: the 0 of 0.5 and of octal.
  bool take_prefix(Mantissa& result, bool with_point) {
    if (!rest_.starts_with('0')) return false;
    rest_.remove_prefix(1);
    const char letter = rest_.empty() ? '\0' : static_cast<char>(rest_.front() | 0x20);
    const int base = letter == 'b' ? 2 : letter == 'o' ? 8 : letter == 'x' ? 16 : 0;
    if (base == 0) {
      result.base = with_point || rest_.empty() ? 10 : 8;
      return true;
    }
    result.base = base;
    rest_.remove_prefix(1);
    return false;
  }

  static void add_digit(Mantissa& result, int digit, bool behind_point) {
    const auto base = static_cast<std::uint64_t>(result.base);
    const auto added = static_cast<std::uint64_t>(digit);
    if (result.digits > (std::numeric_limits<std::uint64_t>::max() - added) / base) {
      result.exact = false;
    } else {
      result.digits = result.digits * base + added;
    }
    result.rough = result.rough * result.base + digit;
    if (behind_point) ++result.places;
  }

  std::string_view rest_;
};

Cpus far_too_many(bool negative) {
  return negative ? Cpus{-1, Error::None} : Cpus{0, Error::TooMany};
}

// numerator / denominator, both exact.
Cpus ratio(std::uint64_t numerator, std::uint64_t denominator, bool negative) {
  const double rough = static_cast<double>(numerator) / static_cast<double>(denominator);
  if (rough > kMostCpus) return far_too_many(negative);
  // At most 8192e9 by now, so that the quotient fits; the product is taken in two halves.
  const std::uint64_t whole = numerator / denominator;
  std::uint64_t rest = numerator % denominator;
  std::uint64_t part = 0;
  for (int place = 0; place < 9; ++place) {  // nine places of a long division
    std::uint64_t digit = 0;
    std::uint64_t sum = 0;
    for (int i = 0; i < 10; ++i) {
      const bool carry = sum >= denominator - rest;
      sum = carry ? sum - (denominator - rest) : sum + rest;
      digit += carry ? 1 : 0;
    }
    rest = sum;
    part = part * 10 + digit;
  }
  if (rest != 0) return {0, Error::TooPrecise};
  const auto size = static_cast<std::int64_t>(whole * kBillion + part);
  return {negative ? -size : size, Error::None};
}

Cpus fraction(std::string_view above, std::string_view below) {
  Scanner numerator(above);
  const bool negative = numerator.take_sign();
  Mantissa top;
  Mantissa bottom;
  Scanner denominator(below);
  if (!numerator.take_mantissa(top, false) || !numerator.done() ||
      !denominator.take_mantissa(bottom, false) || !denominator.done() || bottom.rough == 0) {
    return {0, Error::NotANumber};
  }
  if (top.exact && bottom.exact) return ratio(top.digits, bottom.digits, negative);
  const bool many = top.rough / bottom.rough > kMostCpus;
  return {0, many ? Error::TooMany : Error::TooPrecise};
}

int power_of_two(int base) { return base == 16 ? 4 : base == 8 ? 3 : 1; }

// digits * 2^twos * 5^fives
Cpus scaled(Mantissa digits, std::int64_t twos, std::int64_t fives, bool negative) {
  const double rough = std::log2(digits.rough) + static_cast<double>(twos) +
                       static_cast<double>(fives) * std::log2(5.0);
  if (rough > std::log2(kMostCpus)) return far_too_many(negative);
  if (!digits.exact) return {0, Error::TooPrecise};
  // Billionths are whole when every negative power is paid for by the digits or by 10^9.
  twos += 9;
  fives += 9;
  for (; twos < 0 && digits.digits % 2 == 0; ++twos) digits.digits /= 2;
  for (; fives < 0 && digits.digits % 5 == 0; ++fives) digits.digits /= 5;
  if (twos < 0 || fives < 0) return {0, Error::TooPrecise};
  for (; twos > 0; --twos) digits.digits *= 2;
  for (; fives > 0; --fives) digits.digits *= 5;
  const auto size = static_cast<std::int64_t>(digits.digits);
  return {negative ? -size : size, Error::None};
}

// Zeros behind the last digit that counts say nothing: 1.1234567890 is not too precise.
std::string without_idle_zeros(std::string_view text) {
  const std::size_t exponent = text.find_first_of("eEpP");
  const std::string_view number = text.substr(0, exponent);
  if (number.find_first_of("xXoObB_") != std::string_view::npos) return std::string(text);
  if (number.find('.') == std::string_view::npos) return std::string(text);
  const std::size_t kept = number.find_last_not_of('0');
  if (number.substr(0, kept + 1).find_first_of("0123456789") == std::string_view::npos) {
    return std::string(text);
  }
  const std::string_view tail =
      exponent == std::string_view::npos ? std::string_view() : text.substr(exponent);
  return std::string(number.substr(0, kept + 1)) + std::string(tail);
}

}  // namespace

Cpus parse_cpus(std::string_view text) {
  if (text.empty()) return {0, Error::NotANumber};
  if (const Cut halves = cut(text, '/'); halves.found) return fraction(halves.before, halves.after);
  const std::string trimmed = without_idle_zeros(text);
  Scanner scanner(trimmed);
  const bool negative = scanner.take_sign();
  Mantissa digits;
  std::int64_t exponent = 0;
  int exponent_base = 0;
  if (!scanner.take_mantissa(digits, true) || !scanner.take_exponent(exponent, exponent_base) ||
      !scanner.done()) {
    return {0, Error::NotANumber};
  }
  if (digits.rough == 0) return {};
  std::int64_t fives = digits.base == 10 ? -digits.places : 0;
  std::int64_t twos = digits.base == 10 ? fives : -digits.places * power_of_two(digits.base);
  constexpr std::int64_t kMostExponent = 1'000'000;  // math/big reads no larger ones
  if (exponent > kMostExponent || exponent < -kMostExponent) return {0, Error::NotANumber};
  twos += exponent_base != 0 ? exponent : 0;
  fives += exponent_base == 10 ? exponent : 0;
  return scaled(digits, twos, fives, negative);
}

}  // namespace launch::docker
