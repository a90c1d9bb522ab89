// Strict JSON (RFC 8259) into a TreeBuilder.
#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/document/tree_builder.h"

namespace launch {

// Whether the text may be JSON with a list or map at the root: worth trying read_json().
bool looks_like_json(std::string_view text, std::uint32_t begin);

// Reads text[begin..] into `builder`. False when it is not JSON from the first to the last byte;
// what has been built and reported by then is to be thrown away, and the text may still be YAML.
// Why not libyaml, which takes most JSON: it refuses the surrogate pairs with which JSON writes
// characters beyond U+FFFF.
bool read_json(std::string_view text, std::uint32_t begin, Arena& arena, TreeBuilder& builder);

}  // namespace launch
