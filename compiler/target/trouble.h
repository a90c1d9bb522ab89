// What is wrong with one value, as said by the grammars of all targets.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace launch {

struct Trouble {
  std::string message;     // what was seen, what was expected
  std::string suggestion;  // a whole value that would do, when one is known: did you mean "64m"?
  std::size_t begin = 0;   // the bytes of the value that are meant
  std::size_t end = std::string_view::npos;
};
using Check = std::optional<Trouble>;

}  // namespace launch
