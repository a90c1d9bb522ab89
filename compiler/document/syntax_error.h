// libyaml's complaints in words for people.
#pragma once

#include <cstdint>
#include <string_view>

#include "compiler/diagnostic/diagnostic.h"

namespace launch {

struct SyntaxTrouble {
  std::string_view problem, context;  // libyaml's words
  std::uint32_t at = 0;               // where it gave up
  std::uint32_t since = 0;            // where what it was reading began; equal to `at` when unknown
  std::uint32_t open = 0;             // where the innermost open map or list began
};

Diagnostic explain_syntax(const SyntaxTrouble& trouble, SourceId id, std::string_view text);

}  // namespace launch
