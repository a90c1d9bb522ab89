// One code point at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace launch {

struct CodePoint {
  std::uint32_t value = 0xFFFD;
  std::uint32_t length = 1;  // bytes to step over; 1 for a byte that starts nothing
  bool valid = false;
};

// Decodes what stands at `offset` (< text.size()). Overlong forms, surrogates and values over
// U+10FFFF are invalid (Unicode 15, table 3-7).
constexpr CodePoint decode_utf8(std::string_view text, std::size_t offset) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return offset + i < text.size() ? static_cast<unsigned char>(text[offset + i]) : 0;
  };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const std::uint32_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return {};
  std::uint32_t value = first & (0xFFU >> (length + 1));
  for (std::uint32_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (overlong || surrogate || value > 0x10FFFF) return {};
  return {value, length, true};
}

// The text with each byte that is no UTF-8 replaced by U+FFFD.
inline std::string as_utf8(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = decode_utf8(text, i);
    out += point.valid ? text.substr(i, point.length) : "\xEF\xBF\xBD";
    i += point.length;
  }
  return out;
}

}  // namespace launch
