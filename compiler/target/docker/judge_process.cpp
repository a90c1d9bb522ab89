// Restarting, health checks, streams, namespaces: what several flags say together.
#include <algorithm>
#include <array>

#include "compiler/target/docker/judgement.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

// Source: docker/cli container/opts.go parse
void judge_restart(Judgement& judgement) {
  const Given* given = judgement.last("restart");
  if (given == nullptr) return;
  RestartPolicy policy;
  if (Check wrong = check_restart(given->value, &policy)) {
    return judgement.report(*given, kBadRestart, std::move(*wrong));
  }
  if (policy.none() || !judgement.on("rm")) return;
  judgement.report_flag(*given, kFlagConflict,
                        "--restart " + std::string(policy.name) +
                            " excludes --rm: a container that is removed cannot start again",
                        judgement.last("rm"));
}

constexpr std::array<std::string_view, 4> kHealthTimes = {
    "health-interval", "health-timeout", "health-start-period", "health-start-interval"};

const Given* any_health_setting(const Judgement& judgement) {
  if (!judgement.text("health-cmd").empty()) return judgement.last("health-cmd");
  for (const std::string_view name : kHealthTimes) {
    if (judgement.number(name).value_or(0) != 0) return judgement.last(name);
  }
  return judgement.number("health-retries").value_or(0) != 0 ? judgement.last("health-retries")
                                                             : nullptr;
}

// Source: docker/cli container/opts.go parse; moby daemon/container.go validateHealthCheck
void judge_health(Judgement& judgement) {
  constexpr std::int64_t kLeast = 1'000'000;  // nanoseconds
  const Given* setting = any_health_setting(judgement);
  if (judgement.on("no-healthcheck")) {
    if (setting == nullptr) return;
    return judgement.report_flag(*setting, kHealthCheck,
                                 dashed(*setting) + " contradicts --no-healthcheck",
                                 judgement.last("no-healthcheck"));
  }
  for (const std::string_view name : kHealthTimes) {
    const std::int64_t time = judgement.number(name).value_or(0);
    if (time == 0 || time >= kLeast) continue;
    const Given& given = *judgement.last(name);
    judgement.report(
        given, kHealthCheck,
        {quoted(given.value) + (time < 0 ? " is negative, expected 0 or at least 1ms"
                                         : " is too short, expected 0 or at least 1ms"),
         ""});
  }
  if (judgement.number("health-retries").value_or(0) < 0) {
    judgement.report(*judgement.last("health-retries"), kHealthCheck,
                     {"a number of retries cannot be negative", ""});
  }
}

bool attaches_input(const Judgement& judgement) {
  const std::vector<const Given*> streams = judgement.all("attach");
  return judgement.on("interactive") ||
         std::any_of(streams.begin(), streams.end(),
                     [](const Given* one) { return lower(one->value) == "stdin"; });
}

// Source: docker/cli container/run.go runContainer
void judge_streams(Judgement& judgement) {
  const std::vector<const Given*> attached = judgement.all("attach");
  if (judgement.on("detach")) {
    if (attached.empty()) return;
    return judgement.report_flag(
        *attached.front(), kFlagConflict,
        "--attach excludes --detach: a container in the background has no streams here",
        judgement.last("detach"));
  }
  const Given* keys = judgement.last("detach-keys");
  Check wrong = check_detach_keys(judgement.text("detach-keys"));
  if (keys != nullptr && wrong) judgement.report(*keys, kBadChoice, std::move(*wrong));
  if (!judgement.on("tty") || !attaches_input(judgement)) return;
  judgement.report_flag(*judgement.last("tty"), kHostDependent,
                        "--tty with --interactive works in a terminal only, and an agent has none");
}

// Source: moby runconfig/hostconfig_unix.go validateNetMode
void judge_host_name(Judgement& judgement) {
  if (judgement.text("uts") != "host" || judgement.text("hostname").empty()) return;
  judgement.report_flag(*judgement.last("hostname"), kFlagConflict,
                        "--hostname excludes --uts=host: the host's name would change",
                        judgement.last("uts"));
}

// Source: spf13/cobra command.go execute
void judge_help(Judgement& judgement) {
  if (!judgement.on("help")) return;
  judgement.report_flag(*judgement.last("help"), kHelpFlag,
                        "--help prints the usage and runs no container");
}

// Source: moby api/server/router/container/container_routes.go handleSysctlBC
void judge_interface_settings(Judgement& judgement) {
  const std::vector<const Given*> networks = judgement.all("network");
  if (!networks.empty()) {
    Attachment first;
    if (check_network(networks.front()->value, &first)) return;
    if (first.name == "host" || first.name.starts_with("container:")) return;
  }
  for (const Given* given : judgement.all("sysctl")) {
    const std::string_view name = cut(given->value, '=').before;
    const std::vector<std::string_view> parts = split(name, '.', 5);
    if (parts.size() < 5 || parts[0] != "net" || !parts[3].starts_with("eth")) continue;
    judgement.report(
        *given, kBadSysctl,
        {"a setting of one interface (" + std::string(parts[3]) +
             ") goes with its network, as driver-opt=com.docker.network.endpoint.sysctls=… "
             "of --network",
         "", 0, name.size()});
  }
}

}  // namespace

void judge_process(Judgement& judgement) {
  judge_restart(judgement);
  judge_health(judgement);
  judge_streams(judgement);
  judge_host_name(judgement);
  judge_help(judgement);
  judge_interface_settings(judgement);
}

}  // namespace launch::docker
