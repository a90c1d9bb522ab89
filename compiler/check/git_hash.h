// Names of commits by their digits.
#pragma once

#include <algorithm>
#include <string_view>

namespace launch {

inline bool is_hex(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
}

inline bool is_full_hash(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) && is_hex(text);
}

// git takes no fewer than 4 digits for a short hash (core.abbrev).
inline bool is_short_hash(std::string_view text) {
  return text.size() >= 4 && text.size() < 40 && is_hex(text);
}

}  // namespace launch
