// What images are made of and who makes them: flags of every subcommand that builds them, or says
// what would be built.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/cli11.h"

namespace launch::cli {

struct CodeOptions {
  std::vector<std::string> artifact_dirs;  // NAME=DIR
  std::string agent_config;                // a launch-config.yaml; empty: the workspace's, if any
  std::string builder;                     // instead of what the files say
  std::uint64_t context_limit = 512;       // MiB
};

struct BuildOptions : CodeOptions {
  bool dry_run = false;  // nothing is built, pulled or pushed
  bool verbose = false;  // what the builder prints is shown as it comes
};

// --artifact-dir alone.
void add_artifact_dirs(CLI::App& command, std::vector<std::string>& folders);
// --context-limit alone.
void add_context_limit(CLI::App& command, CodeOptions& options);
void add_code_flags(CLI::App& command, CodeOptions& options);
// Those, and --verbose.
void add_build_flags(CLI::App& command, BuildOptions& options);

}  // namespace launch::cli
