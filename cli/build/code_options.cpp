#include "cli/build/code_options.h"

#include <CLI/CLI.hpp>

#include "cli/choices.h"
#include "cli/commands.h"

namespace launch::cli {

void add_artifact_dirs(CLI::App& command, std::vector<std::string>& folders) {
  command
      .add_option("--artifact-dir", folders,
                  "Folder that holds the code of an artifact, by the artifact's name")
      ->type_name("NAME=DIR")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
}

void add_code_flags(CLI::App& command, CodeOptions& options) {
  add_artifact_dirs(command, options.artifact_dirs);
  command
      .add_option("--agent-config", options.agent_config,
                  "Configuration of an agent whose builder to use; launch-config.yaml by default")
      ->type_name(kFileValue);
  allow(command.add_option("--builder", options.builder, "Builder to use, whatever the files say"),
        {"docker", "kaniko", "buildkit", "noop"});
  add_context_limit(command, options);
}

void add_context_limit(CLI::App& command, CodeOptions& options) {
  allow_numbers(command
                    .add_option("--context-limit", options.context_limit,
                                "Most that a build context may hold, in MiB")
                    ->type_name("MIB"),
                0, 1 << 20);
}

void add_build_flags(CLI::App& command, BuildOptions& options) {
  add_code_flags(command, options);
  command.add_flag("--verbose", options.verbose,
                   "Show what the builder prints as it comes, also where nobody watches");
}

}  // namespace launch::cli
