// Source: k8s.io/apimachinery pkg/api/resource, quantity.go ParseQuantity and suffix.go
#include <algorithm>
#include <utility>

#include "compiler/target/kubernetes/quantity.h"
#include "compiler/target/kubernetes/quantity_decimal.h"

namespace launch::kubernetes {

// The parts of a text: sign, digits, point, digits, suffix.
class QuantityReader {
 public:
  explicit QuantityReader(std::string_view text) : text_(text) {}

  std::optional<Quantity> read();

 private:
  bool split();
  bool read_suffix();
  bool read_small();
  bool keeps_text(std::int64_t number) const;
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
  if (text.empty() || value > kMostInteger + (negative ? 1 : 0)) return {};
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
  if (keeps_text(value / factor)) result_.kept_ = text_;
  result_.small_ = negative_ ? -value : value;
  return true;
}

// Whether the text is canonical as far as the server looks: it takes a number that 8 does not
// divide for one that 1024 does not, and overlooks signs and zeros in front.
bool QuantityReader::keeps_text(std::int64_t number) const {
  if (result_.form_ == Quantity::Form::BinarySuffix) return number % 8 != 0;
  if (whole_.empty() || result_.small_scale_ % 3 != 0) return false;
  return !std::string(whole_).append(fraction_).ends_with("000");
}

std::optional<Quantity> QuantityReader::read_big() {
  if (!has_digits_) return {};
  Decimal number{std::string(whole_).append(fraction_),
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
  const Decimal most{std::to_string(kMostInteger), 0};
  const Decimal one{"1", 0};
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
