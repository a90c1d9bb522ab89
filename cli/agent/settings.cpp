#include "cli/agent/settings.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "cli/submit/office.h"
#include "compiler/agent/config.h"
#include "submit/host.h"

namespace launch::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// W&B's (wandb/sdk/launch/agent/agent.py, RUN_START_TIMEOUT): half an hour, and 0 for none.
constexpr std::int64_t kStartTimeout = 1800;

std::optional<std::string> variable(const char* name) {
  const char* text = std::getenv(name);
  if (text == nullptr || *text == '\0') return std::nullopt;
  return text;
}

std::int64_t number_in(const std::string& name, const std::string& text, std::int64_t least) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least) {
    throw UsageError{name + " is " + launch::quoted(text) + ", expected a number from " +
                     std::to_string(least)};
  }
  return number;
}

std::string name_of_host() {
  const std::string name = submit::host_name();
  return name.empty() ? "launch-agent" : name;
}

milliseconds start_timeout_of(const AgentFlags& flags) {
  if (flags.start_timeout == "0") return milliseconds(0);
  if (!flags.start_timeout.empty()) return duration_of("--start-timeout", flags.start_timeout);
  const auto given = variable("WANDB_LAUNCH_START_TIMEOUT");
  return seconds(given ? number_in("WANDB_LAUNCH_START_TIMEOUT", *given, 0) : kStartTimeout);
}

std::int64_t max_jobs_of(const AgentFlags& flags, const agent::AgentConfig& config) {
  if (flags.max_jobs) return *flags.max_jobs;
  if (const auto given = variable("WANDB_LAUNCH_MAX_JOBS"))
    return number_in("WANDB_LAUNCH_MAX_JOBS", *given, agent::kUnlimited);
  return config.max_jobs.value;
}

}  // namespace

AgentSettings settings_of(const AgentFlags& flags, const Workspace& workspace) {
  SourceMap sources;
  Arena arena;
  const Node root = read_agent_config(flags.config, workspace, sources, arena);
  const agent::AgentConfig config =
      root.valid() ? agent::read_config(root, arena) : agent::AgentConfig{};
  AgentSettings settings;
  settings.queues = flags.queues;
  for (const Node& queue : config.queues) {
    if (flags.queues.empty()) settings.queues.emplace_back(queue.as_string());
  }
  if (settings.queues.empty()) settings.queues.emplace_back("default");
  settings.max_jobs = max_jobs_of(flags, config);
  settings.name = flags.name.empty() ? name_of_host() : flags.name;
  settings.secure_mode = config.secure_mode.value;
  settings.verbosity = std::max<std::int64_t>(flags.verbose, config.verbosity.value);
  if (config.stopped_run_timeout.node.valid())
    settings.stop_grace = seconds(config.stopped_run_timeout.value);
  settings.build = flags.build;
  settings.build.agent_config = flags.config;
  artifact_folders(settings.build.artifact_dirs);  // which judges them
  if (const Node& schedulers = config.max_schedulers.node; schedulers.valid()) {
    settings.idle.push_back(sources.describe(schedulers.span()) +
                            ": max_schedulers has no effect here: a sweep's scheduler counts as "
                            "any job does, in max_jobs");
  }
  settings.start_timeout = start_timeout_of(flags);
  settings.lease = duration_of("--lease", flags.lease);
  settings.grace = flags.grace == "0" ? milliseconds(0) : duration_of("--grace", flags.grace);
  return settings;
}

}  // namespace launch::cli
