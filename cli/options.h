// What the subcommands share on the command line.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/build/code_options.h"
#include "cli/cli11.h"
#include "cli/exit_code.h"
#include "compiler/resolve/load.h"
#include "compiler/target/target.h"

namespace launch::cli {

// Flags of every subcommand that reads documents.
struct CommonOptions {
  std::string color = "auto";
  std::optional<std::string> root;
};

// Flags about targets, whatever the job: --kubernetes-version, --schema, --aws-account,
// --allow-plain-secrets.
struct TargetFlags {
  std::string kubernetes_version;
  std::vector<std::string> schemas;  // files, or folders of them
  std::string aws_account;
  bool allow_plain_secrets = false;
};

// Flags that change what a job becomes: --queue, --target, --set … --run-id.
struct JobOptions {
  std::string job;
  std::string queue, target;
  const CLI::App* command = nullptr;  // knows the order in which settings were given
  std::optional<std::string> image_uri;
  std::map<std::size_t, std::string> built;  // likewise, by document of the file
  // The commits that branches and tags of code were found to be, by document.
  std::map<std::size_t, std::string> commits;
  CodeOptions code;
  bool fetches_code = false;  // from wherever it is, to build; else what is at hand is looked at
  // Who builds the images of code: an agent that may know more than the files here, launch on this
  // machine, or W&B.
  enum class Builder : std::uint8_t { SomeAgent, Here, Wandb } built_by = Builder::SomeAgent;
  TargetFlags target_flags;
  bool resolve_environment = false;
  bool walked = false;           // met on a walk: documents that are no jobs are passed over
  std::optional<FileText> text;  // of the file, where somebody has read it before
};

void add_common_flags(CLI::App& command, CommonOptions& options);
// Adds -j N; 0 is one a core.
void add_threads_flag(CLI::App& command, std::size_t& threads);
void add_target_flags(CLI::App& command, TargetFlags& flags);
// JOB itself, and add_job_flags().
void add_job_options(CLI::App& command, JobOptions& options);
void add_job_flags(CLI::App& command, JobOptions& options);
// --set and the like in the order given, once the command line has been read.
std::vector<Setting> settings_of(const JobOptions& options);

// Whether to write colours to the stream: --color, NO_COLOR, CLICOLOR_FORCE, a terminal
// (https://no-color.org, https://bixense.com/clicolors).
bool wants_colour(const CommonOptions& common, int stream);

}  // namespace launch::cli
