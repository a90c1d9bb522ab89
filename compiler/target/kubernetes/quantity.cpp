// Source of the arithmetic: k8s.io/apimachinery pkg/api/resource, quantity.go, amount.go, math.go
// and scale_int.go. The numbers there are computed in two ways, and so they are here: the verdicts
// on amounts beyond 64 bits follow from it.
#include "compiler/target/kubernetes/quantity.h"

#include <algorithm>

#include "compiler/target/kubernetes/quantity_decimal.h"

namespace launch::kubernetes {
namespace {

std::int64_t as_signed(std::uint64_t bits) { return static_cast<std::int64_t>(bits); }

// value / 10^places, away from zero.
std::int64_t divided(std::int64_t value, std::int64_t places) {
  bool rest = false;
  const bool negative = value < 0;
  for (std::int64_t i = 0; i < places && value != 0; ++i) {
    rest = rest || value % 10 != 0;
    value /= 10;
  }
  if (!rest) return value;
  return negative ? value - 1 : value + 1;
}

// value * 10^places. What does not fit wraps around for the powers that Go computes at once, and is
// 0 for those that it computes step by step (math.go positiveScaleInt64).
std::int64_t multiplied(std::int64_t value, std::int64_t places) {
  if (places == 1 || places == 2 || places == 3 || places == 6 || places == 9) {
    return as_signed(static_cast<std::uint64_t>(value) * wrapped("1", places));
  }
  for (std::int64_t i = 0; i < places && value != 0; ++i) {
    if (__builtin_mul_overflow(value, 10, &value)) return 0;
  }
  return value;
}

}  // namespace

int Quantity::sign() const {
  if (is_big_) return big_.digits.empty() ? 0 : negative_ ? -1 : 1;
  return static_cast<int>(small_ > 0) - static_cast<int>(small_ < 0);
}

Decimal Quantity::magnitude() const {
  if (is_big_) return big_;
  if (small_ == 0) return {};
  const std::uint64_t bits =
      small_ < 0 ? ~static_cast<std::uint64_t>(small_) + 1 : static_cast<std::uint64_t>(small_);
  Decimal result{std::to_string(bits), small_scale_};
  normalise(result);
  return result;
}

bool Quantity::is_whole() const {
  return (!is_big_ && small_scale_ >= 0) || magnitude().exponent >= 0;
}

int Quantity::compare(const Quantity& other) const {
  if (!is_big_ && !other.is_big_ && small_scale_ == other.small_scale_) {
    return static_cast<int>(small_ > other.small_) - static_cast<int>(small_ < other.small_);
  }
  const int own = sign();
  const int others = other.sign();
  if (own != others) return own < others ? -1 : 1;
  return own * compare_magnitudes(magnitude(), other.magnitude());
}

Quantity sum(const Quantity& a, const Quantity& b) {
  if (a.sign() == 0) return b;
  if (b.sign() == 0) return a;
  Quantity result = a;
  result.kept_.clear();
  result.is_big_ = true;
  result.negative_ = false;
  result.big_ = a.magnitude();
  add(result.big_, b.magnitude());
  const auto places = [](const Quantity& part) {
    return part.is_big_ ? part.places_ : std::max(-part.small_scale_, 0);
  };
  result.places_ = std::max(places(a), places(b));
  return result;
}

std::int64_t Quantity::scaled(int scale) const {
  if (is_big_) return big_scaled(scale);
  const std::int64_t up = std::int64_t{small_scale_} - scale;
  return up < 0 ? divided(small_, -up) : multiplied(small_, up);
}

// Go's scaledValue: the number counts units of 10^-places_.
std::int64_t Quantity::big_scaled(int scale) const {
  const auto last_bits = [this](std::int64_t exponent) {
    const std::uint64_t bits = wrapped(big_.digits, exponent);
    return negative_ ? ~bits + 1 : bits;
  };
  const int dropped = places_ + scale;
  const std::int64_t exponent = big_.exponent + places_;
  if (dropped <= 0) {
    std::uint64_t bits = last_bits(exponent);
    for (int i = dropped; i < 0; ++i) bits *= 10;
    return as_signed(bits);
  }
  const Decimal limit{std::to_string(kMostInteger), -places_};
  if (negative_ || compare_magnitudes(big_, limit) < 0) {
    std::int64_t divisor = 1;
    for (int i = 0; i < dropped; ++i) divisor *= 10;
    const std::int64_t units = as_signed(last_bits(exponent));
    return units / divisor + (units % divisor != 0 ? 1 : 0);
  }
  const std::int64_t rest = exponent - dropped;
  if (rest >= 0) return as_signed(last_bits(rest));
  const std::string_view digits = big_.digits;
  return as_signed(wrapped(digits.substr(0, digits.size() - static_cast<std::size_t>(-rest)), 0) +
                   1);
}

Quantity Quantity::rounded_to_milli() const {
  constexpr int kPlaces = 3;
  Quantity result = *this;
  if (is_big_) {
    round_up(result.big_, kPlaces);
    result.places_ = kPlaces;
    result.kept_.clear();
  } else if (small_scale_ < -kPlaces) {
    result.small_ = divided(small_, -kPlaces - std::int64_t{small_scale_});
    result.small_scale_ = -kPlaces;
    result.kept_.clear();
  }
  return result;
}

// Source: CanonicalizeBytes. Beyond "E" the server knows no suffix, and writes none: 1000E is
// stored as "1".
std::string Quantity::text() const {
  if (!kept_.empty()) return kept_;
  const Decimal number = magnitude();
  if (number.digits.empty()) return "0";
  std::string result = sign() < 0 ? "-" : "";
  const Decimal limit{"1024", 0};
  if (form_ == Form::BinarySuffix && number.exponent >= 0 &&
      compare_magnitudes(number, limit) >= 0) {
    std::uint64_t amount = wrapped(number.digits, number.exponent);
    std::size_t power = 0;
    for (; amount >= 1024 && amount % 1024 == 0; ++power) amount /= 1024;
    result += std::to_string(amount);
    return power == 0 ? result : result.append(kBinarySuffixes.at(power - 1).text);
  }
  const auto zeros = static_cast<std::size_t>((number.exponent % 3 + 3) % 3);
  const std::int64_t exponent = number.exponent - static_cast<std::int64_t>(zeros);
  result.append(number.digits).append(zeros, '0');
  if (form_ == Form::Exponent)
    return exponent == 0 ? result : result + "e" + std::to_string(exponent);
  for (const Suffix& suffix : kDecimalSuffixes) {
    if (suffix.power == exponent) result += suffix.text;
  }
  return result;
}

}  // namespace launch::kubernetes
