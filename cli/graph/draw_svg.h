// Pictures by graphviz.
#pragma once

#include <string>

namespace launch::cli {

// What `dot -Tsvg` makes of a text in its language. Throws UnreachableError where dot is missing or
// fails, with what it said.
std::string draw_svg(const std::string& dot);

}  // namespace launch::cli
