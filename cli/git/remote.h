// git, as it is started to ask other machines.
#pragma once

#include <string>
#include <vector>

#include "submit/process.h"

namespace launch::cli {

// `git WORDS…`: no questions, of no other repository than that of its folder, and only over what a
// job may name, whatever a server or a submodule leads to.
submit::Command git_abroad(const std::vector<std::string>& words,
                           const char* protocols = "https:ssh");

// Why a call of it failed, in one line.
std::string why_git_failed(const submit::Finished& finished);

}  // namespace launch::cli
