// Source of the arithmetic: k8s.io/apimachinery pkg/api/resource, quantity.go, amount.go, math.go
// and scale_int.go. The numbers there are computed in two ways, and so they are here: the verdicts
// on amounts beyond 64 bits follow from it.
#include "compiler/target/kubernetes/quantity.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace launch::kubernetes {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();

// The last 64 bits of digits * 10^exponent.
std::uint64_t wrapped(std::string_view digits, std::int64_t exponent) {
  std::uint64_t result = 0;
  for (const char digit : digits) result = result * 10 + static_cast<std::uint64_t>(digit - '0');
  if (exponent >= 64) return 0;
  for (std::int64_t i = 0; i < exponent; ++i) result *= 10;
  return result;
}

std::int64_t as_signed(std::uint64_t bits) { return static_cast<std::int64_t>(bits); }

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

// Without zeros at the end; those in front are gone already.
template <class Decimal>
void normalise(Decimal& decimal) {
  const std::size_t size = decimal.digits.find_last_not_of('0') + 1;
  decimal.exponent += static_cast<std::int64_t>(decimal.digits.size() - size);
  decimal.digits.resize(size);
}

// Away from zero to `places` decimal places.
template <class Decimal>
void round_up(Decimal& decimal, int places) {
  const std::int64_t dropped = -places - decimal.exponent;
  if (decimal.digits.empty() || dropped <= 0) return;
  const auto size = static_cast<std::int64_t>(decimal.digits.size());
  decimal.digits.resize(static_cast<std::size_t>(std::max<std::int64_t>(size - dropped, 0)));
  decimal.exponent = -places;
  add_one(decimal.digits);
  normalise(decimal);
}

template <class Decimal>
int compare_magnitudes(const Decimal& a, const Decimal& b) {
  const auto first = static_cast<std::int64_t>(a.digits.size()) + a.exponent;
  const auto second = static_cast<std::int64_t>(b.digits.size()) + b.exponent;
  if (a.digits.empty() || b.digits.empty()) {
    return static_cast<int>(!a.digits.empty()) - static_cast<int>(!b.digits.empty());
  }
  if (first != second) return first < second ? -1 : 1;
  return a.digits.compare(b.digits);
}

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

Quantity::Decimal Quantity::magnitude() const {
  if (is_big_) return big_;
  if (small_ == 0) return {};
  const std::uint64_t bits =
      small_ < 0 ? ~static_cast<std::uint64_t>(small_) + 1 : static_cast<std::uint64_t>(small_);
  Decimal result{std::to_string(bits), small_scale_};
  normalise(result);
  return result;
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

// Beside an amount with so many digits more, the smaller one does not count.
Quantity sum(const Quantity& a, const Quantity& b) {
  constexpr std::int64_t kMostDigits = 1000;
  if (a.sign() == 0) return b;
  if (b.sign() == 0) return a;
  Quantity::Decimal first = a.magnitude();
  Quantity::Decimal second = b.magnitude();
  if (first.exponent < second.exponent) std::swap(first, second);
  const std::int64_t apart = first.exponent - second.exponent;
  if (apart > kMostDigits) return a < b ? b : a;
  first.digits.append(static_cast<std::size_t>(apart), '0');
  first.exponent = second.exponent;
  add_digits(first.digits, second.digits);
  normalise(first);
  Quantity result = a;
  result.is_big_ = true;
  result.negative_ = false;
  result.big_ = std::move(first);
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
  const Decimal limit{std::to_string(kMost), -places_};
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
  } else if (small_scale_ < -kPlaces) {
    result.small_ = divided(small_, -kPlaces - std::int64_t{small_scale_});
    result.small_scale_ = -kPlaces;
  }
  return result;
}

namespace {

struct Suffix {
  std::string_view text;
  int power;  // of 10, or of 2
};
constexpr std::array<Suffix, 10> kDecimalSuffixes = {{{"n", -9},
                                                      {"u", -6},
                                                      {"m", -3},
                                                      {"", 0},
                                                      {"k", 3},
                                                      {"M", 6},
                                                      {"G", 9},
                                                      {"T", 12},
                                                      {"P", 15},
                                                      {"E", 18}}};
constexpr std::array<Suffix, 6> kBinarySuffixes = {
    {{"Ki", 10}, {"Mi", 20}, {"Gi", 30}, {"Ti", 40}, {"Pi", 50}, {"Ei", 60}}};

}  // namespace

// Source: CanonicalizeBytes. Beyond "E" the server knows no suffix, and writes none: 1000E is
// stored as "1".
std::string Quantity::text() const {
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

// The parts of a text: sign, digits, point, digits, suffix.
class QuantityReader {
 public:
  explicit QuantityReader(std::string_view text) : text_(text) {}

  std::optional<Quantity> read();

 private:
  bool split();
  bool read_suffix();
  bool read_small();
  std::optional<Quantity> read_big();

  std::size_t skip_digits(std::size_t at) const {
    while (at < text_.size() && text_[at] >= '0' && text_[at] <= '9') ++at;
    return at;
  }

  std::string_view text_;
  bool negative_ = false;
  std::string_view whole_;     // without zeros in front
  std::string_view fraction_;  // digits behind the point
  std::string_view suffix_;
  bool has_digits_ = false;
  std::int32_t power_ = 0;  // of 10, or of 2 for a binary suffix
  Quantity result_;
};

// Source: parseQuantityString. Digits may be missing on both sides of the point.
bool QuantityReader::split() {
  std::size_t at = 0;
  if (text_[0] == '-' || text_[0] == '+') {
    negative_ = text_[0] == '-';
    ++at;
  }
  const std::size_t begin = at;
  at = std::min(text_.find_first_not_of('0', at), text_.size());
  const std::size_t point = skip_digits(at);
  whole_ = text_.substr(at, point - at);
  at = point;
  has_digits_ = at > begin;
  if (at < text_.size() && text_[at] == '.') {
    const std::size_t end = skip_digits(at + 1);
    fraction_ = text_.substr(at + 1, end - at - 1);
    has_digits_ = has_digits_ || !fraction_.empty();
    at = end;
  }
  suffix_ = text_.substr(at);
  at = std::min(text_.find_first_not_of("eEinumkKMGTP", at), text_.size());
  if (at < text_.size() && (text_[at] == '-' || text_[at] == '+')) ++at;
  return skip_digits(at) == text_.size();
}

// A whole number of 64 bits, of which 32 are kept: "e4294967299" is "e3" to the server.
std::optional<std::int32_t> read_exponent(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return {};
    if (__builtin_mul_overflow(value, 10U, &value)) return {};
    if (__builtin_add_overflow(value, static_cast<std::uint64_t>(c - '0'), &value)) return {};
  }
  if (text.empty() || value > kMost + (negative ? 1 : 0)) return {};
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(negative ? ~value + 1 : value));
}

// Source: suffix.go interpret
bool QuantityReader::read_suffix() {
  const auto same = [this](const Suffix& known) { return known.text == suffix_; };
  const auto* decimal = std::find_if(kDecimalSuffixes.begin(), kDecimalSuffixes.end(), same);
  if (decimal != kDecimalSuffixes.end()) {
    power_ = decimal->power;
    return true;
  }
  const auto* binary = std::find_if(kBinarySuffixes.begin(), kBinarySuffixes.end(), same);
  if (binary != kBinarySuffixes.end()) {
    power_ = binary->power;
    result_.form_ = Quantity::Form::BinarySuffix;
    return true;
  }
  if (suffix_[0] != 'e' && suffix_[0] != 'E') return false;
  const std::optional<std::int32_t> exponent = read_exponent(suffix_.substr(1));
  if (!exponent) return false;
  power_ = *exponent;
  result_.form_ = Quantity::Form::Exponent;
  return true;
}

// Computes in 64 bits; false when the server does not, which it decides by the number of digits.
bool QuantityReader::read_small() {
  constexpr std::int64_t kMostDigits = 18;
  const auto whole = static_cast<std::int64_t>(std::max<std::size_t>(whole_.size(), 1));
  const auto fraction = static_cast<std::int64_t>(fraction_.size());
  std::int64_t factor = 1;
  std::uint32_t scale = static_cast<std::uint32_t>(power_);
  if (result_.form_ == Quantity::Form::BinarySuffix) {
    if (fraction > 0 || 14 - whole - power_ * 3 / 10 < 0) return false;
    factor <<= power_;
    scale = 0;
  } else if (whole + fraction > kMostDigits) {
    return false;
  }
  // 32 bits that wrap, as Go's int32.
  scale -= static_cast<std::uint32_t>(fraction);
  result_.small_scale_ = static_cast<std::int32_t>(scale);
  if (result_.small_scale_ < -9) return false;
  std::int64_t value = 0;
  for (const char c : whole_) value = value * 10 + (c - '0');
  for (const char c : fraction_) value = value * 10 + (c - '0');
  if (__builtin_mul_overflow(value, factor, &value)) return false;
  result_.small_ = negative_ ? -value : value;
  return true;
}

// digits * 2^power, at most 2^60: the carry and ten times it fit 64 bits.
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

std::optional<Quantity> QuantityReader::read_big() {
  if (!has_digits_) return {};
  Quantity::Decimal number{std::string(whole_).append(fraction_),
                           -static_cast<std::int64_t>(fraction_.size())};
  number.digits.erase(0, number.digits.find_first_not_of('0'));
  if (result_.form_ == Quantity::Form::BinarySuffix) {
    number.digits = multiplied(number.digits, power_);
  } else {
    number.exponent += power_;
  }
  normalise(number);
  result_.is_big_ = true;
  round_up(number, result_.places_);
  const Quantity::Decimal most{std::to_string(kMost), 0};
  const Quantity::Decimal one{"1", 0};
  if (result_.form_ == Quantity::Form::BinarySuffix) {
    if (compare_magnitudes(number, most) > 0) {
      number = most;
      result_.places_ = 0;
    } else if (!number.digits.empty() && compare_magnitudes(number, one) < 0) {
      result_.form_ = Quantity::Form::DecimalSuffix;
    }
  }
  result_.big_ = std::move(number);
  result_.negative_ = negative_;
  return result_;
}

std::optional<Quantity> QuantityReader::read() {
  if (text_.empty() || !split() || !read_suffix()) return {};
  if (read_small()) return result_;
  return read_big();
}

std::optional<Quantity> parse_quantity(std::string_view text) {
  return QuantityReader(text).read();
}

}  // namespace launch::kubernetes
