#include "compiler/target/ip_address.h"

#include <algorithm>
#include <array>
#include <vector>

#include "compiler/target/text.h"

namespace launch {
namespace {

using Ip4 = std::array<unsigned, 4>;
using Groups = std::vector<unsigned>;

unsigned value_of(char digit) {
  if (is_digit(digit)) return static_cast<unsigned>(digit - '0');
  return static_cast<unsigned>((digit | 0x20) - 'a') + 10;
}

// Reads addresses and notes on the way whether a number has leading zeros.
class Reader {
 public:
  bool padded() const { return padded_; }

  // Four decimal numbers up to 255.
  bool read_ip4(std::string_view text, Ip4& result) {
    const std::vector<std::string_view> parts = split(text, '.');
    if (parts.size() != 4) return false;
    for (std::size_t i = 0; i < 4; ++i) {
      padded_ = padded_ || (parts[i].size() > 1 && parts[i].front() == '0');
      if (!read_number(parts[i], 10, 0xFF, result[i])) return false;
    }
    return true;
  }

  // Eight groups, or fewer with one "::" for at least one group of zeros.
  bool read_ip6(std::string_view text, Groups& groups) {
    const std::size_t gap = text.find("::");
    if (gap == std::string_view::npos) return read_groups(text, true, groups) && groups.size() == 8;
    Groups tail;
    if (!read_groups(text.substr(0, gap), false, groups)) return false;
    if (!read_groups(text.substr(gap + 2), true, tail)) return false;
    if (groups.size() + tail.size() > 7) return false;
    groups.resize(8 - tail.size(), 0);
    groups.insert(groups.end(), tail.begin(), tail.end());
    return true;
  }

 private:
  static bool read_number(std::string_view text, unsigned base, unsigned most, unsigned& result) {
    result = 0;
    for (const char c : text) {
      if (!(base == 10 ? is_digit(c) : is_hex_digit(c))) return false;
      result = result * base + value_of(c);
      if (result > most) return false;
    }
    return !text.empty();
  }

  // Hexadecimal numbers of 16 bits; the last may be an IPv4 address, which counts as two. Four
  // digits are no padding, whatever the first is.
  bool read_groups(std::string_view text, bool last, Groups& groups) {
    if (text.empty()) return true;
    const std::vector<std::string_view> parts = split(text, ':');
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const bool ip4_may_follow = last && i + 1 == parts.size();
      if (ip4_may_follow && parts[i].find('.') != std::string_view::npos) {
        Ip4 ip4{};
        if (!read_ip4(parts[i], ip4)) return false;
        groups.push_back(ip4[0] * 256 + ip4[1]);
        groups.push_back(ip4[2] * 256 + ip4[3]);
        continue;
      }
      padded_ = padded_ || parts[i].size() > 4;
      if (!read_number(parts[i], 16, 0xFFFF, groups.emplace_back())) return false;
    }
    return true;
  }

  bool padded_ = false;
};

}  // namespace

IpAddress parse_legacy_ip(std::string_view text) {
  IpAddress result;
  Reader reader;
  if (text.find(':') == std::string_view::npos) {
    Ip4 ip4{};
    result.valid = reader.read_ip4(text, ip4);
    result.ip4 = result.valid;
    result.unspecified = ip4 == Ip4{};
    result.padded = reader.padded();
    return result;
  }
  // What stands before a first colon may be no dotted number.
  if (text.find('.') < text.find(':')) return result;
  Groups groups;
  if (!reader.read_ip6(text, groups)) return result;
  result.valid = true;
  result.ip4 = std::all_of(groups.begin(), groups.begin() + 5, [](unsigned g) { return g == 0; }) &&
               groups[5] == 0xFFFF;
  const auto from = groups.begin() + (result.ip4 ? 6 : 0);
  result.unspecified = std::all_of(from, groups.end(), [](unsigned g) { return g == 0; });
  result.padded = reader.padded();
  return result;
}

IpAddress parse_ip(std::string_view text) {
  const IpAddress address = parse_legacy_ip(text);
  return address.padded ? IpAddress{} : address;
}

}  // namespace launch
