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

// Words as a shell would split them, without expanding anything: $, ~, * and ; are plain characters.
// Nothing when a quote is not closed; `open_quote` then says where it is.
std::optional<std::vector<ShellWord>> split_words(std::string_view text, std::uint32_t& open_quote);

// The word as a shell reads it back to exactly these bytes; unquoted when nothing in it is special.
std::string shell_quote(std::string_view word);

}  // namespace launch
