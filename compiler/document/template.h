// Text with holes: `{{variable}}`, `${macro}`, `$<macro>`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/document/node.h"

namespace launch {

struct Piece {
  enum class Kind : std::uint8_t {
    Literal,   // text
    Variable,  // {{ text }}
    Macro,     // ${text} or $<text>
    Escaped    // $${…} or $$<…>: text is what it stands for, ${…} or $<…>
  };
  Kind kind = Kind::Literal;
  std::string_view text;
  std::uint32_t begin = 0;  // where the piece stands in the whole, brackets included
  std::uint32_t end = 0;
};

// Splits once, left to right; the pieces in order cover the text. Anything that only resembles a
// hole (`${`, `${ x }`, `{{.Id}}`) is literal. Names: letters, digits and _; variables also - and .
// inside (https://docs.wandb.ai/launch: queue configuration templates).
std::vector<Piece> parse_template(std::string_view text);

// Cheap test before parse_template.
inline bool may_have_holes(std::string_view text) {
  return text.find('{') != std::string_view::npos || text.find('$') != std::string_view::npos;
}
bool has_variable(std::string_view text);

// The place of bytes begin..end of a string node's text: exact when the text stands in the source
// as it is, else the whole node (escapes, folding).
Span sub_span(const Node& node, std::uint32_t begin, std::uint32_t end, const SourceMap& sources);

// For tests: `[a-][{b}][$c][=${d}]`.
std::string dump(const std::vector<Piece>& pieces);

}  // namespace launch
