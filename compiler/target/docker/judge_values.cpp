// Every value by itself, against the grammar of its flag.
#include <algorithm>
#include <array>

#include "compiler/target/docker/cpus.h"
#include "compiler/target/docker/judgement.h"
#include "compiler/target/numbers.h"

namespace launch::docker {
namespace {

struct ValueRule {
  std::string_view flag;
  const Rule* rule;
  Check (*check)(std::string_view);
};

// Flags whose value is text. The rest has a type of its own, is judged together with others, or
// takes any text (--hostname, --user, --entrypoint, --group-add, --cgroup-parent …).
constexpr std::array<ValueRule, 39> kValueRules = {{
    {"add-host", &kBadHost, check_added_host},
    {"annotation", &kBadLabel, check_annotation},
    {"attach", &kBadChoice, check_attach},
    {"blkio-weight-device", &kBadDevice, check_device_weight},
    {"cap-add", &kBadCapability, check_capability},
    {"cap-drop", &kBadCapability, check_capability},
    {"cgroupns", &kBadChoice, check_cgroup_namespace},
    {"cpuset-cpus", &kBadCpus, check_cpu_list},
    {"cpuset-mems", &kBadCpus, check_cpu_list},
    {"device", &kBadDevice, check_device},
    {"device-cgroup-rule", &kBadDevice, check_device_rule},
    {"device-read-bps", &kBadDevice, check_device_byte_rate},
    {"device-read-iops", &kBadDevice, check_device_operation_rate},
    {"device-write-bps", &kBadDevice, check_device_byte_rate},
    {"device-write-iops", &kBadDevice, check_device_operation_rate},
    {"dns", &kBadIp, check_dns},
    {"dns-search", &kBadHost, check_dns_search},
    {"env", &kBadEnv, check_env},
    {"env-file", &kBadFile, check_file},
    {"expose", &kBadPort, check_expose},
    {"ipc", &kBadChoice, check_ipc},
    {"isolation", &kBadChoice, check_isolation},
    {"label", &kBadLabel, check_label},
    {"label-file", &kBadFile, check_file},
    {"link", &kBadHost, check_link},
    {"link-local-ip", &kBadIp, check_link_local},
    {"mac-address", &kBadIp, check_mac},
    {"name", &kBadName, check_container_name},
    {"pid", &kBadChoice, check_pid},
    {"platform", &kBadPlatform, check_platform},
    {"publish", &kBadPort, check_publish},
    {"pull", &kBadChoice, check_pull},
    {"security-opt", &kBadSecurityOption, check_security_option},
    {"stop-signal", &kBadSignal, check_signal},
    {"storage-opt", &kBadStorageOption, check_storage_option},
    {"sysctl", &kBadSysctl, check_sysctl},
    {"userns", &kBadChoice, check_user_namespace},
    {"uts", &kBadChoice, check_uts},
    {"workdir", &kBadPath, check_working_directory},
}};

// By the flag's place among all flags; null where only its type is judged.
const ValueRule* rule_of(const Flag& flag) {
  static const std::vector<const ValueRule*> kRules = [] {
    std::vector<const ValueRule*> rules;
    for (const Flag& each : all_flags()) {
      const auto* found =
          std::find_if(kValueRules.begin(), kValueRules.end(),
                       [&](const ValueRule& rule) { return rule.flag == each.name; });
      rules.push_back(found == kValueRules.end() ? nullptr : found);
    }
    return rules;
  }();
  return kRules[static_cast<std::size_t>(&flag - all_flags().data())];
}

// The client reads typed values as it meets them, also those that a later one replaces.
Check check_typed(const Given& given, const Rule*& rule) {
  switch (given.flag->type) {
    case FlagType::Bool:
      rule = &kBadBoolean;
      return given.bare ? Check() : check_bool(given.value);
    case FlagType::Int:
      rule = &kBadNumber;
      return check_int(given.value);
    case FlagType::Uint:
      rule = &kBadNumber;
      return check_uint(given.value, 64);
    case FlagType::Uint16:
      rule = &kBadNumber;
      return check_uint(given.value, 16);
    case FlagType::Bytes:
      rule = &kBadSize;
      return check_size(given.value);
    case FlagType::MemorySwap:
      rule = &kBadSize;
      return check_memory_swap(given.value);
    case FlagType::Duration:
      rule = &kBadDuration;
      return check_duration(given.value);
    case FlagType::Ulimit:
      rule = &kBadUlimit;
      return check_ulimit(given.value);
    case FlagType::Mount:
      rule = &kBadMount;
      return check_mount(given.value);
    case FlagType::Network:
      rule = &kBadNetwork;
      return check_network(given.value);
    case FlagType::Gpus:
    case FlagType::Decimal:
    case FlagType::String:
    case FlagType::List:
    case FlagType::Map:
      break;
  }
  return {};
}

void judge_gpus(Judgement& judgement, const Given& given) {
  bool several = false;
  if (Check wrong = check_gpus(given.value, &several)) {
    return judgement.report(given, kBadGpus, std::move(*wrong));
  }
  if (!several) return;
  judgement.report(given, kGpusUnquotedList,
                   {quoted(given.value) + " means one device and a count, not a list of devices",
                    "did you mean '\"" + std::string(given.value) + "\"'?"});
}

// The client reads every --cpus, the engine sees the last one.
void judge_cpus(Judgement& judgement, const Given& given) {
  const Cpus::Error error = parse_cpus(given.value).error;
  const bool unreadable = error == Cpus::Error::NotANumber || error == Cpus::Error::TooPrecise;
  if (!unreadable && !judgement.is_last(given)) return;
  if (Check wrong = check_cpus(given.value)) judgement.report(given, kBadCpus, std::move(*wrong));
}

void judge_text(Judgement& judgement, const Given& given) {
  const ValueRule* found = rule_of(*given.flag);
  if (found == nullptr) return;
  if (!given.flag->repeatable() && !judgement.is_last(given)) return;
  if (Check wrong = found->check(given.value))
    judgement.report(given, *found->rule, std::move(*wrong));
}

// Source: docker/cli cmd/docker/docker.go areFlagsSupported
bool is_windows_only(const Given& given) {
  constexpr std::array<std::string_view, 4> kNames = {"cpu-count", "cpu-percent", "io-maxbandwidth",
                                                      "io-maxiops"};
  return std::find(kNames.begin(), kNames.end(), given.flag->name) != kNames.end();
}

// Two values for a flag that has one: the first is lost. Said at the one that wins, where the first
// one should have been changed instead.
void judge_repetition(Judgement& judgement, const Given& given) {
  if (given.flag->repeatable() || judgement.is_last(given)) return;
  const Given* winner = judgement.last(given.flag->name);
  if (winner->value == given.value && winner->bare == given.bare) return;
  judgement.report_flag(*winner, kRepeatedFlag,
                        dashed(*winner) + " is given again, and the last value wins", &given);
}

}  // namespace

void judge_values(Judgement& judgement) {
  for (const Given& given : judgement.arguments().given) {
    const Rule* rule = nullptr;
    if (is_windows_only(given)) {
      judgement.report_flag(given, kWindowsOnly, dashed(given) + " works on Windows engines only");
    } else if (Check wrong = check_typed(given, rule)) {
      judgement.report(given, *rule, std::move(*wrong));
      continue;
    } else if (given.flag->type == FlagType::Gpus) {
      judge_gpus(judgement, given);
    } else if (given.flag->type == FlagType::Decimal) {
      judge_cpus(judgement, given);
    } else {
      judge_text(judgement, given);
    }
    if (!judgement.faulty(given)) judge_repetition(judgement, given);
  }
}

}  // namespace launch::docker
