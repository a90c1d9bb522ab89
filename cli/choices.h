// What the values of options may be: what is not allowed is refused, and known words are shown in
// --help and completed by the shell.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "cli/cli11.h"

namespace launch::cli {

// Refuses every other value, with the nearest of `words`.
void allow(CLI::Option* option, const std::vector<std::string>& words);
// Only shows and completes `words`: whoever reads the value says what is wrong with it.
void offer(CLI::Option* option, const std::vector<std::string>& words);
// Refuses everything but whole numbers from `least` to `most`: the library itself takes -1 for a
// very large number where there is none below 0, and the largest there is for every larger one.
void allow_numbers(CLI::Option* option, std::int64_t least,
                   std::int64_t most = std::numeric_limits<std::int64_t>::max());
// The words of either; empty when the value may be any text.
std::vector<std::string> words_of(const CLI::Option& option);

// What an option takes, for --help, the manual page and completion.
inline constexpr const char* kFileValue = "FILE";
inline constexpr const char* kFolderValue = "DIR";
inline constexpr const char* kQueueValue = "QUEUE";  // a queue's file
inline constexpr const char* kRuleValue = "RULE";    // the id of a rule, or an area of them

}  // namespace launch::cli
