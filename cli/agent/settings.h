// How an agent works: flags before the environment, that before launch-config.yaml, that before
// W&B's own defaults.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "cli/build/image.h"
#include "cli/options.h"
#include "cli/workspace.h"

namespace launch::cli {

struct AgentFlags {
  std::string config;
  std::vector<std::string> queues;
  std::optional<std::int64_t> max_jobs;
  std::string store, metrics, name;
  std::string log_format = "text";
  std::string start_timeout, lease = "60s", grace = "20s";
  bool once = false;
  int verbose = 0;
  BuildOptions build;
  CommonOptions common;
};

struct AgentSettings {
  std::vector<std::string> queues;
  std::int64_t max_jobs = 1;  // agent::kUnlimited, or how many
  std::string name;
  bool secure_mode = false;
  std::int64_t verbosity = 0;
  // From the wish that a run be stopped to its end; what nobody configured is no time at all,
  // because nobody tells the run of it before.
  std::chrono::milliseconds stop_grace{0};
  std::chrono::milliseconds start_timeout{0};  // 0: as long as it takes
  std::chrono::milliseconds lease{0}, grace{0};
  BuildOptions build;             // of images
  std::vector<std::string> idle;  // what the configuration sets and this agent does nothing with
};

// Throws UsageError and UnreachableError.
AgentSettings settings_of(const AgentFlags& flags, const Workspace& workspace);

}  // namespace launch::cli
