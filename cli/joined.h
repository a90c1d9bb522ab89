#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace launch::cli {

// The words in one line, with `between` between two of them.
inline std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) {
    if (&word != words.data()) text += between;
    text += word;
  }
  return text;
}

}  // namespace launch::cli
