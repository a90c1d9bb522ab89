// What only registries and git servers know, asked by docker and git.
#pragma once

#include <string>

namespace launch::cli {

// A repository's address as messages may show it: https://user:token@host/x as https://host/x.
std::string without_password(const std::string& repository);

// "sha256:…" of an image's name and tag. Throws UnreachableError when nobody knows.
std::string digest_online(const std::string& image);
// The commit that a branch or tag names in a repository; of HEAD for an empty name.
// `asker` begins the message when nobody knows.
std::string commit_online(const std::string& repository, const std::string& reference,
                          const std::string& asker = "--online");

}  // namespace launch::cli
