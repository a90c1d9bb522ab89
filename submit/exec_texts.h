// What execve(2) takes, from strings.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace launch::submit {

// This process's variables with `beside` in place of those of the same name, each NAME=value.
std::vector<std::string> variables_with(
    const std::vector<std::pair<std::string, std::string>>& beside);

// Pointers into `texts`, which must outlive them, and the null that ends the list.
std::vector<char*> pointers_to(std::vector<std::string>& texts);

}  // namespace launch::submit
