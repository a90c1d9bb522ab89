// Text that was meant to be a macro and lacks its end.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace launch {

struct UnclosedMacro {
  std::string_view name;
  std::uint32_t begin = 0;  // `${NAME` in the text
  std::uint32_t end = 0;
};

// `${NAME` and `$<NAME` that nothing closes: neither a macro nor what a shell reads. `${NAME:-1}`,
// `${NAME[0]}` and `${NAME@Q}` are a shell's (bash(1), Parameter Expansion), as is what stands
// behind two dollars.
std::vector<UnclosedMacro> unclosed_macros(std::string_view text);

}  // namespace launch
