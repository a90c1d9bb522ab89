#include "compiler/document/environment_name.h"

#include <algorithm>

namespace launch {

bool is_environment_name(std::string_view name) {
  const auto upper = [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto rest = [&](char c) { return upper(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && upper(name[0]) && std::all_of(name.begin(), name.end(), rest);
}

}  // namespace launch
