// Scripts that complete the command line in a shell, written from the command line itself.
#pragma once

#include <string>

#include "cli/command_tree.h"

namespace launch::cli {

struct Completed {
  std::vector<Argument> own;  // flags of `launch` itself
  std::vector<CommandLine> commands;
};

std::string bash_completion(const Completed& line);
std::string zsh_completion(const Completed& line);
std::string fish_completion(const Completed& line);

// What only the program knows when Tab is pressed is asked of it, in the words of
// `launch completion --words KIND`.
inline constexpr const char* kAskRules = "launch completion --words rules";
inline constexpr const char* kAskQueues = "launch completion --words queues";
inline constexpr const char* kAskStoredQueues = "launch completion --words stored-queues";

}  // namespace launch::cli
