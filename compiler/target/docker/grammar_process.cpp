// Limits, kernel settings, signals, capabilities and security options.
#include <algorithm>
#include <array>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/docker/grammar.h"
#include "compiler/target/numbers.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 15> kLimits = {
    "core",   "cpu",   "data", "fsize",  "locks",  "memlock",    "msgqueue", "nice",
    "nofile", "nproc", "rss",  "rtprio", "rttime", "sigpending", "stack"};

Check check_limit_order(std::int64_t soft, std::int64_t hard, std::size_t begin) {
  if (hard == -1 || (soft != -1 && soft <= hard)) return {};
  const std::string seen = soft == -1 ? "unlimited (-1)" : std::to_string(soft);
  return Trouble{"the soft limit " + seen + " is above the hard limit " + std::to_string(hard), "",
                 begin};
}

}  // namespace

// NAME=SOFT[:HARD]. Source: docker/go-units ulimit.go ParseUlimit
Check check_ulimit(std::string_view text) {
  const Cut parts = cut(text, '=');
  if (!parts.found) {
    return Trouble{
        quoted(text) + " is no limit, expected NAME=SOFT[:HARD], such as \"nofile=1024:2048\"", ""};
  }
  if (!contains(kLimits, parts.before)) {
    return Trouble{
        quoted(parts.before) + " is no limit, expected " + one_of(kLimits, kLimits.size()),
        suggest(did_you_mean(trim_space(parts.before), kLimits)), 0, parts.before.size()};
  }
  const std::size_t begin = parts.before.size() + 1;
  const std::vector<std::string_view> values = split(parts.after, ':');
  if (values.size() > 2) {
    return Trouble{"more than a soft and a hard limit in " + quoted(parts.after), "", begin};
  }
  for (const std::string_view value : values) {
    if (parse_int(value, 10).ok()) continue;
    const bool unlimited = value == "unlimited" || value == "infinity" || value == "inf";
    const auto offset = static_cast<std::size_t>(value.data() - text.data());
    return Trouble{quoted(value) + " is no limit, expected a whole number or -1 for unlimited",
                   unlimited ? suggest(std::string(parts.before) + "=-1") : "", offset,
                   offset + value.size()};
  }
  return check_limit_order(parse_int(values.front(), 10).value, parse_int(values.back(), 10).value,
                           begin);
}

// Only what belongs to the container's own namespaces may be set.
// Source: docker/cli opts/opts.go ValidateSysctl
Check check_sysctl(std::string_view text) {
  constexpr std::array<std::string_view, 8> kNames = {
      "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem",
      "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced"};
  const Cut parts = cut(text, '=');
  if (!parts.found) return Trouble{quoted(text) + " has no value, expected NAME=VALUE", ""};
  const std::string_view name = parts.before;
  if (contains(kNames, name) || name.starts_with("net.") || name.starts_with("fs.mqueue."))
    return {};
  return Trouble{quoted(name) +
                     " cannot be set for a container, expected a name that starts with "
                     "\"net.\" or \"fs.mqueue.\", or " +
                     one_of(kNames),
                 suggest(did_you_mean(name, kNames)), 0, name.size()};
}

namespace {

constexpr std::array<std::string_view, 34> kSignals = {
    "ABRT", "ALRM",   "BUS",  "CHLD",   "CLD",   "CONT", "FPE",  "HUP",  "ILL",
    "INT",  "IO",     "IOT",  "KILL",   "PIPE",  "POLL", "PROF", "PWR",  "QUIT",
    "SEGV", "STKFLT", "STOP", "SYS",    "TERM",  "TRAP", "TSTP", "TTIN", "TTOU",
    "URG",  "USR1",   "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ"};

// RTMIN, RTMIN+1 … RTMIN+15, RTMAX-14 … RTMAX.
bool is_real_time_signal(std::string_view name) {
  if (name == "RTMIN" || name == "RTMAX") return true;
  const bool up = name.starts_with("RTMIN+");
  if (!up && !name.starts_with("RTMAX-")) return false;
  const std::string_view digits = name.substr(6);
  if (digits.empty() || !is_digit(digits.front()) || digits.front() == '0') return false;
  const Number<std::uint64_t> number = parse_uint(digits, 10);
  return number.ok() && number.value <= (up ? 15U : 14U);
}

}  // namespace

// Any number but 0, or a name with or without SIG. Source: moby/sys signal/signal.go ParseSignal
Check check_signal(std::string_view text) {
  if (text.empty()) return {};
  const Number<std::int64_t> number = parse_int(text, 10);
  if (number.ok() && number.value != 0) return {};
  const std::string word = upper(text);
  std::string_view name = word;
  if (name.starts_with("SIG")) name.remove_prefix(3);
  if (contains(kSignals, name) || is_real_time_signal(name)) return {};
  const std::string_view near = did_you_mean(trim_space(name), kSignals);
  return Trouble{quoted(text) + " is no signal, expected a name such as \"SIGTERM\" or a number",
                 suggest(near.empty() ? "" : "SIG" + std::string(near))};
}

namespace {

constexpr std::array<std::string_view, 41> kCapabilities = {"CHOWN",
                                                            "DAC_OVERRIDE",
                                                            "DAC_READ_SEARCH",
                                                            "FOWNER",
                                                            "FSETID",
                                                            "KILL",
                                                            "SETGID",
                                                            "SETUID",
                                                            "SETPCAP",
                                                            "LINUX_IMMUTABLE",
                                                            "NET_BIND_SERVICE",
                                                            "NET_BROADCAST",
                                                            "NET_ADMIN",
                                                            "NET_RAW",
                                                            "IPC_LOCK",
                                                            "IPC_OWNER",
                                                            "SYS_MODULE",
                                                            "SYS_RAWIO",
                                                            "SYS_CHROOT",
                                                            "SYS_PTRACE",
                                                            "SYS_PACCT",
                                                            "SYS_ADMIN",
                                                            "SYS_BOOT",
                                                            "SYS_NICE",
                                                            "SYS_RESOURCE",
                                                            "SYS_TIME",
                                                            "SYS_TTY_CONFIG",
                                                            "MKNOD",
                                                            "LEASE",
                                                            "AUDIT_WRITE",
                                                            "AUDIT_CONTROL",
                                                            "SETFCAP",
                                                            "MAC_OVERRIDE",
                                                            "MAC_ADMIN",
                                                            "SYSLOG",
                                                            "WAKE_ALARM",
                                                            "BLOCK_SUSPEND",
                                                            "AUDIT_READ",
                                                            "PERFMON",
                                                            "BPF",
                                                            "CHECKPOINT_RESTORE"};

}  // namespace

// Source: moby oci/caps/utils.go; capabilities(7)
Check check_capability(std::string_view text) {
  const std::string word = upper(text);
  std::string_view name = word;
  if (name == "ALL") return {};
  if (name.starts_with("CAP_")) name.remove_prefix(4);
  if (contains(kCapabilities, name)) return {};
  return Trouble{quoted(text) +
                     " is no capability, expected \"ALL\" or a name such as "
                     "\"SYS_PTRACE\" (see capabilities(7))",
                 suggest(did_you_mean(trim_space(name), kCapabilities))};
}

namespace {

constexpr std::array<std::string_view, 6> kSecurityKeys = {
    "apparmor", "label", "no-new-privileges", "seccomp", "systempaths", "writable-cgroups"};

Trouble bad_security_option(std::string_view text, std::string_view key) {
  return {
      quoted(text) + " is no security option, expected " + one_of(kSecurityKeys) + " with =VALUE",
      suggest(did_you_mean(key, kSecurityKeys))};
}

}  // namespace

// The client wants a value for all but no-new-privileges; the engine knows the keys. Whether a
// seccomp profile's file exists is not known here.
// Source: docker/cli container/opts.go parseSecurityOpts; moby daemon/daemon_unix.go
// parseSecurityOpt
Check check_security_option(std::string_view text) {
  if (text == "no-new-privileges" || text == "systempaths=unconfined") return {};
  Cut parts = cut(text, '=');
  if (!parts.found) parts = cut(text, ':');
  const std::string_view key = parts.before;
  const bool is_switch = key == "no-new-privileges" || key == "writable-cgroups";
  if (!parts.found) return bad_security_option(text, key);
  if (is_switch) {
    if (parse_bool(parts.after)) return {};
    return Trouble{quoted(parts.after) + " is no switch value, expected \"true\" or \"false\"", "",
                   key.size() + 1};
  }
  if (key != "label" && key != "apparmor" && key != "seccomp")
    return bad_security_option(text, key);
  if (parts.after.empty()) return Trouble{"the value of " + quoted(key) + " is missing", ""};
  return {};
}

// Source: moby daemon/container.go translateWorkingDir
Check check_working_directory(std::string_view text) {
  if (text.empty() || text.front() == '/') return {};
  const bool fits = trim_space(text) == text;
  return Trouble{quoted(text) + " is no absolute path inside the container",
                 suggest(fits ? "/" + std::string(text) : "")};
}

// Source: docker/cli opts/parse.go ParseRestartPolicy; moby api/types/container/hostconfig.go
Check check_restart(std::string_view text, RestartPolicy* result) {
  constexpr std::array<std::string_view, 4> kPolicies = {"no", "always", "on-failure",
                                                         "unless-stopped"};
  const Cut parts = cut(text, ':');
  const std::string_view name = parts.before;
  if (text.empty()) return {};
  if (!contains(kPolicies, name)) {
    const std::string_view near = name == "never" ? "no" : did_you_mean(name, kPolicies);
    return Trouble{quoted(name) + " is no restart policy, expected " + one_of(kPolicies),
                   suggest(near), 0, name.size()};
  }
  Number<std::int64_t> retries;
  if (!parts.after.empty()) retries = parse_int(parts.after, 10);
  const std::size_t begin = name.size() + 1;
  if (!retries.ok() || (name == "on-failure" && retries.value < 0)) {
    return Trouble{quoted(parts.after) + " is no number of retries, expected 0 or more", "", begin};
  }
  if (name != "on-failure" && retries.value != 0) {
    return Trouble{"a number of retries goes only with \"on-failure\"",
                   suggest("on-failure:" + std::string(parts.after)), begin};
  }
  if (result != nullptr) *result = {name, retries.value};
  return {};
}

// Single characters and names such as ctrl-p, separated by commas.
// Source: moby/term ascii.go ToBytes
Check check_detach_keys(std::string_view text) {
  constexpr std::string_view kControl = "abcdefghijklmnopqrstuvwxyz@[\\]^_";
  if (text.empty()) return {};
  std::size_t begin = 0;
  for (const std::string_view key : split(text, ',')) {
    const bool control = key.size() == 6 && key.starts_with("ctrl-") &&
                         kControl.find(key[5]) != std::string_view::npos;
    if (key.size() != 1 && !control && key != "DEL") {
      return Trouble{quoted(key) + " is no key, expected one character or \"ctrl-\" and a letter",
                     "", begin, begin + key.size()};
    }
    begin += key.size() + 1;
  }
  return {};
}

}  // namespace launch::docker
