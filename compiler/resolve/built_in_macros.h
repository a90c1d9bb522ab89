// The macros that launch fills itself, for those who name them to people.
#pragma once

#include <string_view>
#include <vector>

namespace launch {

struct BuiltInMacro {
  std::string_view name;   // project_name
  std::string_view field;  // of the job, that it stands for
};
std::vector<BuiltInMacro> built_in_macros();

}  // namespace launch
