// Amounts of resources: "500m" of a CPU, "2Gi" of memory. Exact, whatever their size.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/target/trouble.h"

namespace launch::kubernetes {

// digits * 10^exponent, exact; digits without zeros at either end, none of them for 0.
struct Decimal {
  std::string digits;
  std::int64_t exponent = 0;
};

class Quantity {
 public:
  Quantity() = default;  // 0

  int sign() const;
  // Negative, 0 or positive: by amount, however it is written.
  int compare(const Quantity& other) const;
  friend bool operator==(const Quantity& a, const Quantity& b) { return a.compare(b) == 0; }
  friend bool operator<(const Quantity& a, const Quantity& b) { return a.compare(b) < 0; }
  friend bool operator>(const Quantity& a, const Quantity& b) { return a.compare(b) > 0; }
  friend bool operator<=(const Quantity& a, const Quantity& b) { return a.compare(b) <= 0; }
  friend bool operator>=(const Quantity& a, const Quantity& b) { return a.compare(b) >= 0; }

  // Rounded up to whole units or thousandths, as the server computes them: what does not fit 64
  // bits wraps around, or is 0. Its validation is built on these.
  std::int64_t value() const { return scaled(0); }
  std::int64_t milli_value() const { return scaled(-3); }
  // What the server takes for a whole number, in its validation of resources.
  bool is_integer() const { return milli_value() % 1000 == 0; }
  // Whether it is one.
  bool is_whole() const;
  // Rounded up to thousandths: the server does so to every amount in a list of resources before it
  // validates them.
  Quantity rounded_to_milli() const;

  // Of amounts that are not negative.
  friend Quantity sum(const Quantity& a, const Quantity& b);

  // As the server writes it back: "1500m" for 1.5, "1Gi" for 1024Mi. What is written in about that
  // way already is kept as it is: "01" and "+1" are no "1".
  std::string text() const;

 private:
  friend class QuantityReader;
  enum class Form : std::uint8_t { DecimalSuffix, BinarySuffix, Exponent };

  Decimal magnitude() const;
  std::int64_t scaled(int scale) const;
  std::int64_t big_scaled(int places) const;

  // The server computes small amounts in 64 bits and others with big numbers of `places` decimal
  // places; which of both decides what happens to values that do not fit.
  std::int64_t small_ = 0;
  std::int32_t small_scale_ = 0;  // small_ * 10^small_scale_
  bool is_big_ = false;
  bool negative_ = false;  // of a big one
  Decimal big_;
  std::int32_t places_ = 9;
  Form form_ = Form::DecimalSuffix;
  std::string kept_;  // the text, when the server keeps it
};

Quantity sum(const Quantity& a, const Quantity& b);

// The amount that the text says, as the server's ParseQuantity reads it; nothing when it is none.
std::optional<Quantity> parse_quantity(std::string_view text);

// A field's text, around which the server's decoder ignores blanks. The amount is stored when it is
// good and `result` is not null. A number in JSON is judged by its text.
Check check_quantity(std::string_view text, Quantity* result = nullptr);

}  // namespace launch::kubernetes
