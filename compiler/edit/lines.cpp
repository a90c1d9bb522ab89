#include "compiler/edit/lines.h"

#include <algorithm>

namespace launch::edit {
namespace {

// Bytes of the character that begins with `first`; a stray byte is a character of its own.
std::uint32_t length_of(unsigned char first) {
  if (first >= 0xF0U) return 4;
  if (first >= 0xE0U) return 3;
  return first >= 0xC0U ? 2 : 1;
}

std::uint32_t units_of(std::uint32_t length) { return length == 4 ? 2 : 1; }

}  // namespace

Lines::Lines(std::string_view text) : text_(text), starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool ends = text[i] == '\n' || (text[i] == '\r' && text.substr(i + 1, 1) != "\n");
    if (ends) starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

std::string_view Lines::line(std::uint32_t number) const {
  if (number >= starts_.size()) return {};
  const std::size_t end = number + 1 < starts_.size() ? starts_[number + 1] : text_.size();
  std::string_view line = text_.substr(starts_[number], end - starts_[number]);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

std::uint32_t Lines::offset_of(LinePlace place, Encoding encoding) const {
  if (place.line >= starts_.size()) return static_cast<std::uint32_t>(text_.size());
  const std::string_view whole = line(place.line);
  if (encoding == Encoding::Utf8) {
    return starts_[place.line] +
           std::min(place.character, static_cast<std::uint32_t>(whole.size()));
  }
  std::uint32_t at = 0;
  for (std::uint32_t units = 0; at < whole.size();) {
    const std::uint32_t length = length_of(static_cast<unsigned char>(whole[at]));
    units += units_of(length);
    if (units > place.character) break;
    at += length;
  }
  return starts_[place.line] + std::min(at, static_cast<std::uint32_t>(whole.size()));
}

LinePlace Lines::place_of(std::size_t offset, Encoding encoding) const {
  offset = std::min(offset, text_.size());
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const auto number = static_cast<std::uint32_t>(after - starts_.begin() - 1);
  const std::string_view whole = line(number);
  const auto bytes = std::min(static_cast<std::uint32_t>(offset) - starts_[number],
                              static_cast<std::uint32_t>(whole.size()));
  if (encoding == Encoding::Utf8) return {number, bytes};
  std::uint32_t units = 0;
  for (std::uint32_t at = 0; at < bytes;) {
    const std::uint32_t length = length_of(static_cast<unsigned char>(whole[at]));
    units += units_of(length);
    at += length;
  }
  return {number, units};
}

}  // namespace launch::edit
