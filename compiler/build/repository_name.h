// Two addresses of one repository.
#pragma once

#include <string>
#include <string_view>

namespace launch::build {

// "git.example.com/team/code" of https://user@git.example.com/team/code.git,
// ssh://git@git.example.com:22/team/code and git@git.example.com:team/code.
std::string repository_name(std::string_view address);

// `text` without what stands before the host in `address`, if that lets somebody in: all of it for
// https://, where a token may be the user, and a user with a password for other schemes. Whose key
// ssh asks for, git@, is no secret.
std::string without_credentials(std::string text, std::string_view address);
// The address itself, as messages and images may show it.
std::string without_credentials(std::string_view address);

}  // namespace launch::build
