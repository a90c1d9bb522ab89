// What of a source does not come back.
#pragma once

#include <string>
#include <vector>

#include "compiler/import/import.h"

namespace launch {

struct Comparison {
  const Importer& importer;
  std::vector<Span> taken_out;  // values that were left out on purpose, which was said
  ImportContext& context;
};

// Reports every field of `original` that `rendered` has not or has otherwise, and what came to it
// from the written documents (import/residue). What launch itself adds is returned, by field.
std::vector<std::string> compare_trees(const Node& original, const Node& rendered,
                                       const Comparison& comparison);

}  // namespace launch
