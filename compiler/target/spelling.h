// The spellings of one name: snake_case and camelCase; text.h has same_key() to compare them.
#pragma once

#include <string>
#include <string_view>

#include "compiler/target/text.h"

namespace launch {

// node_selector as nodeSelector; a first _ stays.
std::string camel_case(std::string_view name);

}  // namespace launch
