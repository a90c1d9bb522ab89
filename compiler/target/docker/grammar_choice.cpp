// Words from a closed set, and modes that name a container.
#include <algorithm>
#include <array>
#include <span>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/docker/grammar.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

Trouble not_one_of(std::string_view text, std::span<const std::string_view> allowed) {
  return {quoted(text) + " is not known, expected " + one_of(allowed),
          suggest(did_you_mean(text, allowed))};
}

bool contains(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The name behind "container:"; nothing when `text` is not of that form.
std::optional<std::string_view> container_of(std::string_view text) {
  const Cut halves = cut(text, ':');
  if (!halves.found || halves.before != "container") return {};
  return halves.after;
}

Check closed_set(std::string_view text, std::span<const std::string_view> allowed) {
  if (text.empty() || contains(allowed, text)) return {};
  return not_one_of(text, allowed);
}

}  // namespace

// Source: docker/cli cli/command/container/opts.go validateAttach
Check check_attach(std::string_view text) {
  constexpr std::array<std::string_view, 3> kStreams = {"stdin", "stdout", "stderr"};
  if (contains(kStreams, lower(text))) return {};
  return not_one_of(text, kStreams);
}

// Source: docker/cli cli/command/container/create.go validatePullOpt
Check check_pull(std::string_view text) {
  constexpr std::array<std::string_view, 3> kPolicies = {"always", "missing", "never"};
  return closed_set(text, kPolicies);
}

// Source: moby api/types/container/hostconfig_unix.go: Linux knows one isolation.
Check check_isolation(std::string_view text) {
  constexpr std::array<std::string_view, 1> kIsolations = {"default"};
  if (lower(text) == "default") return {};
  return closed_set(text, kIsolations);
}

// Source for this and the next four: moby api/types/container/hostconfig.go
Check check_cgroup_namespace(std::string_view text) {
  constexpr std::array<std::string_view, 2> kModes = {"host", "private"};
  return closed_set(text, kModes);
}

Check check_ipc(std::string_view text) {
  constexpr std::array<std::string_view, 5> kModes = {"none", "private", "shareable", "host",
                                                      "container:NAME"};
  // An empty name passes: the engine looks the container up at start.
  if (container_of(text)) return {};
  constexpr std::size_t kPlain = 4;
  if (text.empty() || contains(std::span(kModes).first(kPlain), text)) return {};
  return not_one_of(text, kModes);
}

Check check_pid(std::string_view text) {
  constexpr std::array<std::string_view, 2> kModes = {"host", "container:NAME"};
  const std::optional<std::string_view> container = container_of(text);
  if (text.empty() || text == "host" || (container && !container->empty())) return {};
  if (container) return Trouble{"the container's name is missing behind \"container:\"", ""};
  return not_one_of(text, kModes);
}

Check check_uts(std::string_view text) {
  constexpr std::array<std::string_view, 1> kModes = {"host"};
  return closed_set(text, kModes);
}

Check check_user_namespace(std::string_view text) {
  constexpr std::array<std::string_view, 1> kModes = {"host"};
  return closed_set(text, kModes);
}

namespace {

constexpr std::array<std::string_view, 17> kSystems = {
    "aix",   "android", "darwin", "dragonfly", "freebsd", "hurd",    "illumos", "ios", "js",
    "linux", "nacl",    "netbsd", "openbsd",   "plan9",   "solaris", "windows", "zos"};
constexpr std::array<std::string_view, 24> kArchitectures = {
    "386",     "amd64",   "amd64p32", "arm",    "armbe",  "arm64",    "arm64be",   "ppc64",
    "ppc64le", "loong64", "mips",     "mipsle", "mips64", "mips64le", "mips64p32", "mips64p32le",
    "ppc",     "riscv",   "riscv64",  "s390",   "s390x",  "sparc",    "sparc64",   "wasm"};
constexpr std::array<std::string_view, 6> kOtherNames = {"i386",    "x86_64", "x86-64",
                                                         "aarch64", "armhf",  "armel"};

// os, with a version in parentheses if any: linux, windows(10.0.17763).
bool is_system(std::string_view text, std::string_view& name) {
  const auto version = [](char c) {
    return is_alphanumeric(c) || c == '_' || c == '.' || c == '-';
  };
  const auto letter = [](char c) { return is_alphanumeric(c) || c == '_' || c == '-'; };
  const Cut parts = cut(text, '(');
  name = parts.before;
  if (name.empty() || !std::all_of(name.begin(), name.end(), letter)) return false;
  if (!parts.found) return true;
  if (!parts.after.ends_with(')')) return false;
  const std::string_view number = parts.after.substr(0, parts.after.size() - 1);
  return std::all_of(number.begin(), number.end(), version);
}

bool is_component(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || c == '_' || c == '.' || c == '-';
  });
}

}  // namespace

// os, architecture, os/architecture or os/architecture/variant; only a single word must be known.
// Source: containerd/platforms platforms.go Parse
Check check_platform(std::string_view text) {
  if (text.empty()) return {};
  const std::vector<std::string_view> parts = split(text, '/', 4);
  std::string_view system;
  const bool rest = std::all_of(parts.begin() + 1, parts.end(), is_component);
  if (!is_system(parts.front(), system) || !rest || parts.size() > 3) {
    return Trouble{quoted(text) + " is no platform, expected such as \"linux/amd64\"", ""};
  }
  const std::string known = lower(system) == "macos" ? "darwin" : lower(system);
  const std::string whole = lower(text);
  if (parts.size() > 1 || contains(kSystems, known) || contains(kArchitectures, whole) ||
      contains(kOtherNames, whole)) {
    return {};
  }
  std::string_view near = did_you_mean(whole, kArchitectures);
  if (near.empty()) near = did_you_mean(whole, kSystems);
  return Trouble{quoted(text) +
                     " is no operating system or architecture, expected such as "
                     "\"linux/amd64\"",
                 suggest(near)};
}

}  // namespace launch::docker
