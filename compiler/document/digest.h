// What a tree is, as 32 bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/document/node.h"

namespace launch {

// SHA-256 (FIPS 180-4).
std::array<std::uint8_t, 32> sha256(std::string_view bytes);
std::string hex(const std::array<std::uint8_t, 32>& digest);

// Compact JSON with the keys of every map in byte order: equal for trees that differ only in how
// they are written (RFC 8785 without its number format: numbers stay as written).
std::string canonical_json(const Node& root);

}  // namespace launch
