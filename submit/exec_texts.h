// What execve(2) takes, from strings.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace launch::submit {

// This process's variables but for those that are named in `without`, and with `beside` in place of
// those of the same name, each NAME=value.
std::vector<std::string> variables_with(
    const std::vector<std::pair<std::string, std::string>>& beside,
    const std::vector<std::string>& without = {});

// Pointers into `texts`, which must outlive them, and the null that ends the list.
std::vector<char*> pointers_to(std::vector<std::string>& texts);

}  // namespace launch::submit
