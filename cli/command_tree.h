// The command line as plain data, for what is written about it: the manual page, completion.
#pragma once

#include <string>
#include <vector>

#include "cli/cli11.h"

namespace launch::cli {

struct Argument {
  std::vector<std::string> flags;  // "-q", "--queue"; empty for a positional one
  std::string name;                // of a positional one: "JOB"
  std::string value;               // "FILE", "TEXT"; empty for a switch
  std::vector<std::string> words;  // all values there are, when they are known
  std::string help;
  bool required = false;
  bool repeated = false;

  bool takes_value() const { return !value.empty(); }
  bool positional() const { return flags.empty(); }
};

struct CommandLine {
  std::string name, help;
  std::vector<Argument> arguments;  // in the order of --help
};

// Those that people are shown.
std::vector<CommandLine> command_tree(const CLI::App& app);

// The flags of `launch` itself.
std::vector<Argument> arguments_of(const CLI::App& app);

}  // namespace launch::cli
