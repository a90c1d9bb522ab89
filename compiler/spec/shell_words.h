// POSIX shell quoting, both ways (POSIX.1-2017, Shell Command Language, 2.2 Quoting).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace launch {

struct ShellWord {
  std::string text;
  std::uint32_t begin = 0;  // where it stands in the whole, quotes included
  std::uint32_t end = 0;
};

struct SplitText {
  std::vector<ShellWord> words;
  std::optional<std::uint32_t> open_quote;  // where a quote begins that is never closed
};

// Words as a shell would split them, without expanding anything: $, ~, * and ; are plain
// characters.
SplitText split_words(std::string_view text);

// The word as a shell reads it back to exactly these bytes; unquoted when nothing in it is special.
std::string shell_quote(std::string_view word);

}  // namespace launch
