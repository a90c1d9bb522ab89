#include "submit/exec_texts.h"

#include <unistd.h>

#include <algorithm>
#include <string_view>

extern char** environ;

namespace launch::submit {

std::vector<std::string> variables_with(
    const std::vector<std::pair<std::string, std::string>>& beside,
    const std::vector<std::string>& without) {
  std::vector<std::string> all;
  for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
    const std::string_view variable = *each;
    const std::string_view name = variable.substr(0, variable.find('='));
    const bool replaced = std::any_of(beside.begin(), beside.end(),
                                      [&](const auto& other) { return other.first == name; });
    const bool left_out = std::find(without.begin(), without.end(), name) != without.end();
    if (!replaced && !left_out) all.emplace_back(variable);
  }
  for (const auto& [name, value] : beside) all.push_back(name + "=" + value);
  return all;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace launch::submit
