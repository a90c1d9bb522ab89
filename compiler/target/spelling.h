// The spellings of one name: snake_case, kebab-case, camelCase.
#pragma once

#include <string>
#include <string_view>

namespace launch {

// The same for nodeSelector, node-selector and node_selector.
std::string squeezed(std::string_view name);

// node_selector as nodeSelector; a first _ stays.
std::string camel_case(std::string_view name);

}  // namespace launch
