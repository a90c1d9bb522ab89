// How one text differs from another, line by line.
#pragma once

#include <string>
#include <string_view>

namespace launch {

// A side of a comparison: what its header calls it, and its text.
struct DiffSide {
  std::string_view name;
  std::string_view text;
};

// The unified format that `diff -u` prints and `patch` reads, three lines around each change
// (https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html). Empty for equal
// texts. As short as can be, but for texts with thousands of differences: there everything between
// the first and the last is taken for changed.
std::string unified_diff(const DiffSide& before, const DiffSide& after);

}  // namespace launch
