// Two addresses of one repository.
#pragma once

#include <string>
#include <string_view>

namespace launch::build {

// "git.example.com/team/code" of https://user@git.example.com/team/code.git,
// ssh://git@git.example.com:22/team/code and git@git.example.com:team/code.
std::string repository_name(std::string_view address);

}  // namespace launch::build
