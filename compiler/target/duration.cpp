// Durations such as "1h30m": Go's time.ParseDuration.
// Source: https://pkg.go.dev/time#ParseDuration
#include <algorithm>
#include <array>
#include <utility>

#include "compiler/target/numbers.h"
#include "compiler/target/text.h"

namespace launch {
namespace {

// Nanoseconds, one more than fits: a negative duration may reach it.
constexpr std::uint64_t kMost = std::uint64_t{1} << 63U;
constexpr std::uint64_t kMicrosecond = 1000;
constexpr std::uint64_t kMillisecond = 1000 * kMicrosecond;
constexpr std::uint64_t kSecond = 1000 * kMillisecond;
constexpr std::array<std::pair<std::string_view, std::uint64_t>, 8> kUnits = {{
    {"ns", 1},
    {"us", kMicrosecond},
    {"\u00B5s", kMicrosecond},  // the micro sign
    {"\u03BCs", kMicrosecond},  // the Greek letter mu
    {"ms", kMillisecond},
    {"s", kSecond},
    {"m", 60 * kSecond},
    {"h", 3600 * kSecond},
}};

std::string_view take_digits(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  const std::string_view digits = text.substr(0, end);
  text.remove_prefix(end);
  return digits;
}

std::string_view take_unit(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && !is_digit(text[end]) && text[end] != '.') ++end;
  const std::string_view unit = text.substr(0, end);
  text.remove_prefix(end);
  return unit;
}

// What the digits behind the point are worth, in nanoseconds.
std::uint64_t fraction_of(std::string_view digits, std::uint64_t unit) {
  double value = 0;
  double scale = 1;
  for (const char digit : digits.substr(0, 18)) {
    value = value * 10 + (digit - '0');
    scale *= 10;
  }
  return static_cast<std::uint64_t>(value * (static_cast<double>(unit) / scale));
}

// Reads one number with its unit off `text` and adds it to `sum`.
std::string take_part(std::string_view& text, std::uint64_t& sum) {
  const std::string_view whole = take_digits(text);
  const bool point = text.starts_with('.');
  if (point) text.remove_prefix(1);
  const std::string_view fraction = point ? take_digits(text) : std::string_view();
  if (whole.empty() && fraction.empty()) return "a number is missing";
  const std::string_view unit = take_unit(text);
  if (unit.empty()) return "a unit is missing";
  const auto same = [unit](const auto& known) { return known.first == unit; };
  const auto* found = std::find_if(kUnits.begin(), kUnits.end(), same);
  if (found == kUnits.end()) return "unknown unit \"" + std::string(unit) + "\"";
  const auto number = whole.empty() ? Number<std::uint64_t>{} : parse_uint(whole, 10);
  if (!number.ok() || number.value > kMost / found->second) return "too long";
  sum += number.value * found->second + fraction_of(fraction, found->second);
  return sum > kMost ? "too long" : "";
}

}  // namespace

Duration parse_duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return {};
  if (text.empty()) return {0, "nothing is written"};
  std::uint64_t sum = 0;
  while (!text.empty()) {
    std::string error = take_part(text, sum);
    if (!error.empty()) return {0, std::move(error)};
  }
  if (sum == kMost && !negative) return {0, "too long"};
  return {static_cast<std::int64_t>(negative ? 0 - sum : sum), {}};
}

}  // namespace launch
