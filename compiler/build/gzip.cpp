#include "compiler/build/gzip.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace launch::build {
namespace {

constexpr std::array<std::uint32_t, 256> kTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1U) ^ ((value & 1U) * 0xEDB88320U);
    table[i] = value;
  }
  return table;
}();

std::uint32_t crc32(std::string_view content) {
  std::uint32_t sum = 0xFFFFFFFFU;
  for (const char c : content)
    sum = kTable[(sum ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (sum >> 8U);
  return ~sum;
}

void append_number(std::string& out, std::uint32_t number, int bytes) {
  for (int i = 0; i < bytes; ++i)
    out += static_cast<char>((number >> (8U * static_cast<unsigned>(i))) & 0xFFU);
}

}  // namespace

std::string write_gzip(std::string_view content) {
  // Deflate, no flags, no time, no hints, no system.
  std::string out("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", 10);
  constexpr std::size_t kMost = 0xFFFF;  // bytes of a stored block (RFC 1951, 3.2.4)
  std::size_t at = 0;
  do {
    const std::size_t size = std::min(kMost, content.size() - at);
    out += at + size == content.size() ? '\x01' : '\x00';
    append_number(out, static_cast<std::uint32_t>(size), 2);
    append_number(out, ~static_cast<std::uint32_t>(size), 2);
    out += content.substr(at, size);
    at += size;
  } while (at < content.size());
  append_number(out, crc32(content), 4);
  append_number(out, static_cast<std::uint32_t>(content.size()), 4);
  return out;
}

}  // namespace launch::build
