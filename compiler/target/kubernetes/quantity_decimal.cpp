#include "compiler/target/kubernetes/quantity_decimal.h"

#include <algorithm>
#include <utility>

namespace launch::kubernetes {
namespace {

void add_one(std::string& digits) {
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    if (*digit != '9') {
      ++*digit;
      return;
    }
    *digit = '0';
  }
  digits.insert(digits.begin(), '1');
}

// Adds `other`, both written without point.
void add_digits(std::string& digits, std::string_view other) {
  if (digits.size() < other.size()) digits.insert(0, other.size() - digits.size(), '0');
  int carry = 0;
  for (std::size_t i = 0; i < digits.size() && (carry > 0 || i < other.size()); ++i) {
    char& digit = digits[digits.size() - 1 - i];
    carry += digit - '0' + (i < other.size() ? other[other.size() - 1 - i] - '0' : 0);
    digit = static_cast<char>('0' + carry % 10);
    carry /= 10;
  }
  if (carry > 0) digits.insert(digits.begin(), '1');
}

}  // namespace

void normalise(Decimal& decimal) {
  const std::size_t size = decimal.digits.find_last_not_of('0') + 1;
  decimal.exponent += static_cast<std::int64_t>(decimal.digits.size() - size);
  decimal.digits.resize(size);
}

void round_up(Decimal& decimal, int places) {
  const std::int64_t dropped = -places - decimal.exponent;
  if (decimal.digits.empty() || dropped <= 0) return;
  const auto size = static_cast<std::int64_t>(decimal.digits.size());
  decimal.digits.resize(static_cast<std::size_t>(std::max<std::int64_t>(size - dropped, 0)));
  decimal.exponent = -places;
  add_one(decimal.digits);
  normalise(decimal);
}

int compare_magnitudes(const Decimal& a, const Decimal& b) {
  const auto first = static_cast<std::int64_t>(a.digits.size()) + a.exponent;
  const auto second = static_cast<std::int64_t>(b.digits.size()) + b.exponent;
  if (a.digits.empty() || b.digits.empty()) {
    return static_cast<int>(!a.digits.empty()) - static_cast<int>(!b.digits.empty());
  }
  if (first != second) return first < second ? -1 : 1;
  return a.digits.compare(b.digits);
}

void add(Decimal& decimal, Decimal other) {
  constexpr std::int64_t kMostDigits = 1000;
  if (decimal.exponent < other.exponent) std::swap(decimal, other);
  const std::int64_t apart = decimal.exponent - other.exponent;
  if (apart > kMostDigits) {
    if (compare_magnitudes(decimal, other) < 0) std::swap(decimal, other);
    return;
  }
  decimal.digits.append(static_cast<std::size_t>(apart), '0');
  decimal.exponent = other.exponent;
  add_digits(decimal.digits, other.digits);
  normalise(decimal);
}

std::uint64_t wrapped(std::string_view digits, std::int64_t exponent) {
  std::uint64_t result = 0;
  for (const char digit : digits) result = result * 10 + static_cast<std::uint64_t>(digit - '0');
  if (exponent >= 64) return 0;
  for (std::int64_t i = 0; i < exponent; ++i) result *= 10;
  return result;
}

// The carry stays below 2^power, so that ten times it fit 64 bits.
std::string multiplied(std::string_view digits, int power) {
  std::string reversed;
  std::uint64_t carry = 0;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    carry += static_cast<std::uint64_t>(*digit - '0') << static_cast<unsigned>(power);
    reversed += static_cast<char>('0' + carry % 10);
    carry /= 10;
  }
  for (; carry > 0; carry /= 10) reversed += static_cast<char>('0' + carry % 10);
  return {reversed.rbegin(), reversed.rend()};
}

}  // namespace launch::kubernetes
