// Text that must come out of a document as it went in.
#pragma once

#include <string>
#include <string_view>

#include "compiler/document/node.h"

namespace launch {

// The variable that stands for "{{": nothing escapes that, and what fills a hole is not read again.
inline constexpr std::string_view kBraces = "open_braces";

// `text` as a document's value is written so that neither a macro nor a template variable is seen
// in it. Sets `uses_braces` when kBraces has to be declared.
std::string literal_text(std::string_view text, bool& uses_braces);
// The same for every text of a tree; keys are never read for holes.
Node literal_tree(const Node& node, Arena& arena, bool& uses_braces);

// type, default (without one where `value` is null) and description of a template variable.
Node declaration(const std::string* value, std::string_view description, Span span, Arena& arena);
// `variables` with kBraces declared.
void declare_braces(MappingBuilder& variables, Span span, Arena& arena);

}  // namespace launch
