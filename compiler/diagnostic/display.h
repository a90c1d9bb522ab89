// Text as a terminal shows it: what is safe to print, and how many columns it takes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace launch {

// One character of a line, ready to print.
struct Cell {
  std::uint32_t begin = 0;  // its bytes in the line
  std::uint32_t end = 0;
  std::string text;         // never a control character
  std::uint32_t width = 1;  // columns
};
std::vector<Cell> to_cells(std::string_view line);

// The same as one string.
std::string printable(std::string_view text);

}  // namespace launch
