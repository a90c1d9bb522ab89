// What bytes are, as 32 bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace launch {

// SHA-256 (FIPS 180-4).
std::array<std::uint8_t, 32> sha256(std::string_view bytes);
// In lower case.
std::string hex(const std::array<std::uint8_t, 32>& digest);

}  // namespace launch
