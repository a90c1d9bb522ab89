// What names a variable of the environment in a macro.
#pragma once

#include <string_view>

namespace launch {

// Capitals, digits and _, and no digit first.
bool is_environment_name(std::string_view name);

}  // namespace launch
