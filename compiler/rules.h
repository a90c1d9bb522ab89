// Every rule there is.
#pragma once

#include <span>

#include "compiler/diagnostic/diagnostic.h"

namespace launch {

// By id, each once.
std::span<const Rule* const> all_rules();
// Null when there is none.
const Rule* find_rule(std::string_view id);

}  // namespace launch
