// Numbers and truth values of an agent's configuration as W&B's agent understands them.
#pragma once

#include "compiler/document/node.h"

namespace launch::agent {

// Whether the configuration's `key` is a whole number.
bool is_number_key(std::string_view key);

// The same document with 5 for "5" and true for "yes" where a number or truth value is wanted.
Node settled_types(const Node& root, Arena& arena);

}  // namespace launch::agent
