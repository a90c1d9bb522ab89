// Branches and tags of code that an image is made of later, kept as the commits that they are now.
#pragma once

#include <optional>
#include <string>

#include "cli/build/job_code.h"
#include "cli/lock/online.h"

namespace launch::cli {

// Nothing where the files name the commit, and where no image is made of a repository.
std::optional<GitCode> open_code(const CodeInput& input);

// The commit, told on standard error. Throws UnreachableError when the repository does not say.
std::string keep_commit(const GitCode& code, const std::string& job);

}  // namespace launch::cli
