#include "compiler/diagnostic/display.h"

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "compiler/document/utf8.h"

namespace launch {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Two columns: the blocks that Unicode calls Wide or Fullwidth, and emoji
// (https://www.unicode.org/Public/15.0.0/ucd/EastAsianWidth.txt, rounded to blocks).
constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};

// No column: combining marks of the common scripts, joiners, variation selectors.
constexpr Range kZero[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},   {0x064B, 0x065F},
    {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},   {0x200C, 0x200D},
    {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF},
};

// Shown by number: C1 controls (a terminal obeys some), and what is invisible or turns the reading
// direction, which can make a line read as something else (https://trojansource.codes).
constexpr Range kByNumber[] = {
    {0x0080, 0x009F}, {0x061C, 0x061C}, {0x200B, 0x200B}, {0x200E, 0x200F},
    {0x2028, 0x202E}, {0x2060, 0x2069}, {0xFFF9, 0xFFFB}, {0xE0001, 0xE007F},
};

constexpr std::uint32_t kByteOrderMark = 0xFEFF;
constexpr std::string_view kTab = "    ";

template <std::size_t N>
bool within(const Range (&ranges)[N], std::uint32_t value) {
  const auto next = std::upper_bound(std::begin(ranges), std::end(ranges), value,
                                     [](std::uint32_t v, const Range& r) { return v < r.first; });
  return next != std::begin(ranges) && value <= std::prev(next)->last;
}

// U+2400 and up picture the control characters.
std::string control_picture(std::uint32_t value) {
  std::string picture = "\xE2\x90\x80";
  picture.back() = static_cast<char>(0x80U + (value == 0x7F ? 0x21U : value));
  return picture;
}

std::string by_number(std::uint32_t value) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "<U+%04X>", value);
  return buffer;
}

Cell cell_at(std::string_view line, std::size_t offset) {
  const CodePoint point = decode_utf8(line, offset);
  Cell cell{static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(offset + point.length),
            std::string(line.substr(offset, point.length)), 1};
  if (!point.valid) {
    cell.text = "\xEF\xBF\xBD";
  } else if (point.value == '\t') {
    cell.text = kTab;
    cell.width = kTab.size();
  } else if (point.value < 0x20 || point.value == 0x7F) {
    cell.text = control_picture(point.value);
  } else if (within(kByNumber, point.value)) {
    cell.text = by_number(point.value);
    cell.width = static_cast<std::uint32_t>(cell.text.size());
  } else if (point.value == kByteOrderMark) {
    cell.text.clear();
    cell.width = 0;
  } else if (within(kZero, point.value)) {
    cell.width = 0;
  } else if (within(kWide, point.value)) {
    cell.width = 2;
  }
  return cell;
}

}  // namespace

std::vector<Cell> to_cells(std::string_view line) {
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < line.size(); i = cells.back().end) cells.push_back(cell_at(line, i));
  return cells;
}

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const Cell cell = cell_at(text, i);
    result += cell.text;
    i = cell.end;
  }
  return result;
}

}  // namespace launch
