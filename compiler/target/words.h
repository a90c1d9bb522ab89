// Command lines in the making, for every target that emits one.
#pragma once

#include "compiler/spec/wandb_env.h"
#include "compiler/target/target.h"

namespace launch {

inline constexpr Rule kSecretInArgv{"secret/in-argv", Severity::Error,
                                    "a value from the environment on a command line",
                                    "Every user of a machine can read the command lines of its "
                                    "processes (ps, /proc), and docker keeps "
                                    "them in docker inspect. What comes from the environment is "
                                    "passed as an environment variable: put "
                                    "the macro into env, and let the program read the variable."};

// `FLAG NAME=VALUE` (`-e NAME=VALUE`); FLAG NAME alone with the value in the process's own
// environment when the value is secret, waits for the environment, or is to be taken from it.
// FLAG must outlive the words.
void append_env_words(Argv& argv, std::string_view flag, const EnvVar& variable, Arena& arena);

// "command[2]".
std::string_view numbered_field(std::string_view field, std::size_t index, Arena& arena);

// Whether the text holds a macro that the submitting environment fills.
bool awaits_environment(const Node& node);

// Reports words that are, or will be, secret (secret/in-argv).
void report_secrets_in_words(const Argv& argv, Diagnostics& diagnostics);

// The command line as one line for people and for `sh`: variables that must be set are assigned in
// front of it, environment macros as the shell's own ${NAME}.
std::string shell_line(const Argv& argv);
// The same command over several lines, one a variable or field: for files that are compared.
std::string shell_lines(const Argv& argv);

}  // namespace launch
