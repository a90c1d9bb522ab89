#include "compiler/target/docker/flags.h"

#include <algorithm>
#include <array>
#include <string>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::docker {
namespace {

// The client 28.2 defines 107 flags: those `docker run --help` shows, and the ones it hides (three
// aliases, and what needs another API version or a Windows engine).
// Source: docker/cli cli/command/container/opts.go addFlags, run.go NewRunCommand
constexpr std::array<Flag, 107> kFlags = {{
    {"add-host", '\0', FlagType::List, true},
    {"annotation", '\0', FlagType::Map, true},
    {"attach", 'a', FlagType::List},
    {"blkio-weight", '\0', FlagType::Uint16},
    {"blkio-weight-device", '\0', FlagType::List},
    {"cap-add", '\0', FlagType::List},
    {"cap-drop", '\0', FlagType::List},
    {"cgroup-parent", '\0', FlagType::String},
    {"cgroupns", '\0', FlagType::String},
    {"cidfile", '\0', FlagType::String},
    {"cpu-count", '\0', FlagType::Int},
    {"cpu-percent", '\0', FlagType::Int},
    {"cpu-period", '\0', FlagType::Int},
    {"cpu-quota", '\0', FlagType::Int},
    {"cpu-rt-period", '\0', FlagType::Int},
    {"cpu-rt-runtime", '\0', FlagType::Int},
    {"cpu-shares", 'c', FlagType::Int},
    {"cpus", '\0', FlagType::Decimal},
    {"cpuset-cpus", '\0', FlagType::String},
    {"cpuset-mems", '\0', FlagType::String},
    {"detach", 'd', FlagType::Bool},
    {"detach-keys", '\0', FlagType::String},
    {"device", '\0', FlagType::List},
    {"device-cgroup-rule", '\0', FlagType::List},
    {"device-read-bps", '\0', FlagType::List},
    {"device-read-iops", '\0', FlagType::List},
    {"device-write-bps", '\0', FlagType::List},
    {"device-write-iops", '\0', FlagType::List},
    {"disable-content-trust", '\0', FlagType::Bool},
    {"dns", '\0', FlagType::List},
    {"dns-opt", '\0', FlagType::List, false, "dns-option"},
    {"dns-option", '\0', FlagType::List},
    {"dns-search", '\0', FlagType::List},
    {"domainname", '\0', FlagType::String},
    {"entrypoint", '\0', FlagType::String},
    {"env", 'e', FlagType::List, true},
    {"env-file", '\0', FlagType::List},
    {"expose", '\0', FlagType::List},
    {"gpus", '\0', FlagType::Gpus},
    {"group-add", '\0', FlagType::List},
    {"health-cmd", '\0', FlagType::String},
    {"health-interval", '\0', FlagType::Duration},
    {"health-retries", '\0', FlagType::Int},
    {"health-start-interval", '\0', FlagType::Duration},
    {"health-start-period", '\0', FlagType::Duration},
    {"health-timeout", '\0', FlagType::Duration},
    {"help", '\0', FlagType::Bool},
    {"hostname", 'h', FlagType::String},
    {"init", '\0', FlagType::Bool},
    {"interactive", 'i', FlagType::Bool},
    {"io-maxbandwidth", '\0', FlagType::Bytes},
    {"io-maxiops", '\0', FlagType::Uint},
    {"ip", '\0', FlagType::String},
    {"ip6", '\0', FlagType::String},
    {"ipc", '\0', FlagType::String},
    {"isolation", '\0', FlagType::String},
    {"kernel-memory", '\0', FlagType::Bytes},
    {"label", 'l', FlagType::List, true},
    {"label-file", '\0', FlagType::List},
    {"link", '\0', FlagType::List},
    {"link-local-ip", '\0', FlagType::List},
    {"log-driver", '\0', FlagType::String},
    {"log-opt", '\0', FlagType::List, true},
    {"mac-address", '\0', FlagType::String},
    {"memory", 'm', FlagType::Bytes},
    {"memory-reservation", '\0', FlagType::Bytes},
    {"memory-swap", '\0', FlagType::MemorySwap},
    {"memory-swappiness", '\0', FlagType::Int},
    {"mount", '\0', FlagType::Mount},
    {"name", '\0', FlagType::String},
    {"net", '\0', FlagType::Network, false, "network"},
    {"net-alias", '\0', FlagType::List, false, "network-alias"},
    {"network", '\0', FlagType::Network},
    {"network-alias", '\0', FlagType::List},
    {"no-healthcheck", '\0', FlagType::Bool},
    {"oom-kill-disable", '\0', FlagType::Bool},
    {"oom-score-adj", '\0', FlagType::Int},
    {"pid", '\0', FlagType::String},
    {"pids-limit", '\0', FlagType::Int},
    {"platform", '\0', FlagType::String},
    {"privileged", '\0', FlagType::Bool},
    {"publish", 'p', FlagType::List},
    {"publish-all", 'P', FlagType::Bool},
    {"pull", '\0', FlagType::String},
    {"quiet", 'q', FlagType::Bool},
    {"read-only", '\0', FlagType::Bool},
    {"restart", '\0', FlagType::String},
    {"rm", '\0', FlagType::Bool},
    {"runtime", '\0', FlagType::String},
    {"security-opt", '\0', FlagType::List, true},
    {"shm-size", '\0', FlagType::Bytes},
    {"sig-proxy", '\0', FlagType::Bool},
    {"stop-signal", '\0', FlagType::String},
    {"stop-timeout", '\0', FlagType::Int},
    {"storage-opt", '\0', FlagType::List, true},
    {"sysctl", '\0', FlagType::Map, true},
    {"tmpfs", '\0', FlagType::List},
    {"tty", 't', FlagType::Bool},
    {"ulimit", '\0', FlagType::Ulimit, true},
    {"use-api-socket", '\0', FlagType::Bool},
    {"user", 'u', FlagType::String},
    {"userns", '\0', FlagType::String},
    {"uts", '\0', FlagType::String},
    {"volume", 'v', FlagType::List},
    {"volume-driver", '\0', FlagType::String},
    {"volumes-from", '\0', FlagType::List},
    {"workdir", 'w', FlagType::String},
}};
static_assert(std::is_sorted(kFlags.begin(), kFlags.end(),
                             [](const Flag& a, const Flag& b) { return a.name < b.name; }));

// By character: the flags that begin with it, and the one that has it as its letter.
struct Initial {
  std::uint8_t first = 0;
  std::uint8_t last = 0;  // behind the last one
  std::uint8_t letter = kFlags.size();
};
constexpr std::array<Initial, 256> kInitials = [] {
  std::array<Initial, 256> initials{};
  for (std::size_t i = 0; i < kFlags.size(); ++i) {
    Initial& initial = initials[static_cast<unsigned char>(kFlags[i].name.front())];
    if (initial.last == 0) initial.first = static_cast<std::uint8_t>(i);
    initial.last = static_cast<std::uint8_t>(i + 1);
    const auto letter = static_cast<unsigned char>(kFlags[i].letter);
    if (letter != 0) initials[letter].letter = static_cast<std::uint8_t>(i);
  }
  return initials;
}();

const Flag* by_name(std::string_view name) {
  if (name.empty()) return nullptr;
  const Initial& initial = kInitials[static_cast<unsigned char>(name.front())];
  const auto* last = kFlags.begin() + initial.last;
  const auto* found = std::find_if(kFlags.begin() + initial.first, last,
                                   [name](const Flag& flag) { return flag.name == name; });
  return found != last ? found : nullptr;
}

const Flag* by_letter(char letter) {
  const std::size_t index = kInitials[static_cast<unsigned char>(letter)].letter;
  return index < kFlags.size() ? &kFlags[index] : nullptr;
}

}  // namespace

std::span<const Flag> all_flags() { return kFlags; }

const Flag* find_flag(std::string_view name) {
  return name.size() == 1 ? by_letter(name.front()) : by_name(name);
}

const Flag& canonical_flag(const Flag& flag) {
  return flag.canonical.empty() ? flag : *by_name(flag.canonical);
}

std::string_view canonical_name(std::string_view name) {
  const Flag* flag = find_flag(name);
  return flag == nullptr ? name : canonical_flag(*flag).name;
}

const Flag* find_flag_for_key(std::string_view key) {
  if (key.starts_with('-')) key.remove_prefix(key.starts_with("--") ? 2 : 1);
  if (key.find('_') == std::string_view::npos) return find_flag(key);
  std::string name(key);
  std::replace(name.begin(), name.end(), '_', '-');
  return find_flag(name);
}

std::string_view nearest_flag(std::string_view name) {
  std::array<std::string_view, kFlags.size()> names;
  std::transform(kFlags.begin(), kFlags.end(), names.begin(), [](const Flag& flag) {
    return flag.canonical.empty() ? flag.name : flag.canonical;
  });
  return did_you_mean(name, names);
}

}  // namespace launch::docker
