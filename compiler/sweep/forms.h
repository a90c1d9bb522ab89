// The distributions that W&B knows, and the keys that each of them takes.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "compiler/document/node.h"
#include "compiler/sweep/parameter.h"

namespace launch::sweep {

// Empty texts fill the arrays up.
struct Form {
  std::string_view name;
  Distribution distribution;
  std::array<std::string_view, 2> required;
  std::array<std::string_view, 3> optional;
};

// Null when there is none.
const Form* form_named(std::string_view name);
bool has_key(const Form& form, std::string_view key);
// Its keys in a sentence.
std::string keys_of(const Form& form);
// Whether any distribution has the key.
bool is_form_key(std::string_view key);
// What W&B takes a parameter without `distribution` for; null when it cannot tell.
const Form* form_by_keys(const Node& node);
// The first that has all keys of the parameter; null when there is none.
const Form* form_with_keys(const Node& node);

// Whether min and max are exponents of e.
bool has_exponent_bounds(Distribution distribution);
// Whether min and max are bounds of a logarithmic range.
bool has_log_values(Distribution distribution);

}  // namespace launch::sweep
