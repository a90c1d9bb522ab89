// The command of a sweep's runs: words with W&B's sweep macros.
#pragma once

#include <span>
#include <vector>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/node.h"

namespace launch::sweep {

// How the values of a run are written as arguments.
enum class Arguments : std::uint8_t {
  None,          // the command has no such macro
  Flags,         // ${args}: --k=v
  Pairs,         // ${args_no_equals}: --k v
  Bare,          // ${args_no_hyphens}: k=v
  FlagsOfTrue,   // ${args_no_boolean_flags}: --k for true, nothing for false
  Json,          // ${args_json}
  HydraAppend,   // ${args_append_hydra}: +k=v
  HydraOverride  // ${args_override_hydra}: ++k=v
};

struct Command {
  std::vector<Node> words;  // without the macro of the arguments; ${program} filled
  Arguments arguments = Arguments::None;
  Node macro;  // the word that said so
};

// Reports macros that cannot be filled. `words` is a list.
Command read_command(const Node& words, const Node* program, Arena& arena,
                     Diagnostics& diagnostics);

// The arguments of a run: one `config` value for each top-level parameter.
std::vector<Node> arguments_of(const Command& command, const Node& config, Arena& arena);

}  // namespace launch::sweep
