// Numbers of any size, for quantities alone.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

#include "compiler/target/kubernetes/quantity.h"

namespace launch::kubernetes {

constexpr std::uint64_t kMostInteger = std::numeric_limits<std::int64_t>::max();

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

// Moves zeros at the end of the digits into the exponent.
void normalise(Decimal& decimal);
// Away from zero to `places` decimal places.
void round_up(Decimal& decimal, int places);
// Negative, 0 or positive.
int compare_magnitudes(const Decimal& a, const Decimal& b);
// Adds `other`, unless that is so much smaller that nobody counts it.
void add(Decimal& decimal, Decimal other);
// The last 64 bits of digits * 10^exponent.
std::uint64_t wrapped(std::string_view digits, std::int64_t exponent);
// digits * 2^power, for powers up to 60.
std::string multiplied(std::string_view digits, int power);

}  // namespace launch::kubernetes
