// Numbers, switches and durations as Go's strconv and time read them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace launch {

enum class NumberError : std::uint8_t { None, NotANumber, OutOfRange };

template <class Value>
struct Number {
  Value value{};
  NumberError error = NumberError::None;
  bool ok() const { return error == NumberError::None; }
};

// strconv.ParseUint and ParseInt. Base 0 reads the prefixes 0x, 0o, 0b and 0 (octal) and `_`
// between digits; base 10 reads digits only. A sign belongs to parse_int alone.
Number<std::uint64_t> parse_uint(std::string_view text, int base, int bits = 64);
Number<std::int64_t> parse_int(std::string_view text, int base);
// strconv.ParseFloat: also hexadecimal with an exponent, `inf`, `nan` and `_` between digits.
Number<double> parse_float(std::string_view text);
// strconv.ParseBool.
std::optional<bool> parse_bool(std::string_view text);

// time.ParseDuration, in nanoseconds.
struct Duration {
  std::int64_t nanoseconds = 0;
  std::string error;  // empty when it could be read
};
Duration parse_duration(std::string_view text);

}  // namespace launch
