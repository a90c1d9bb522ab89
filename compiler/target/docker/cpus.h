// The number of CPUs in --cpus.
#pragma once

#include <cstdint>
#include <string_view>

namespace launch::docker {

// docker's --cpus: a rational number of math/big in billionths.
struct Cpus {
  enum class Error : std::uint8_t { None, NotANumber, TooPrecise, TooMany };
  std::int64_t billionths = 0;
  Error error = Error::None;
};
Cpus parse_cpus(std::string_view text);

}  // namespace launch::docker
