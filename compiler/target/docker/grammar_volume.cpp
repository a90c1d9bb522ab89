// --volume, --tmpfs, --volumes-from, and what their destinations and names must look like.
#include <algorithm>
#include <array>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/docker/grammar.h"
#include "compiler/target/text.h"

namespace launch::docker {
namespace {

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 2> kAccess = {"ro", "rw"};
constexpr std::array<std::string_view, 2> kRelabel = {"z", "Z"};
constexpr std::array<std::string_view, 1> kCopy = {"nocopy"};
constexpr std::array<std::string_view, 6> kPropagation = {"private", "rprivate", "slave",
                                                          "rslave",  "shared",   "rshared"};
constexpr std::array<std::string_view, 3> kConsistency = {"consistent", "cached", "delegated"};
constexpr std::array<std::string_view, 14> kModes = {
    "ro",    "rw",     "z",      "Z",       "nocopy",     "private", "rprivate",
    "slave", "rslave", "shared", "rshared", "consistent", "cached",  "delegated"};

// At most one word of each kind. Source: moby volume/mounts/linux_parser.go linuxValidMountMode
bool is_mode(std::string_view text) {
  if (text.empty()) return true;
  std::array<int, 5> counts{};
  for (Cut rest{{}, text, true}; rest.found;) {
    rest = cut(rest.after, ',');
    const std::string_view word = rest.before;
    if (contains(kAccess, word)) {
      ++counts[0];
    } else if (contains(kRelabel, word)) {
      ++counts[1];
    } else if (contains(kPropagation, word)) {
      ++counts[2];
    } else if (contains(kCopy, word)) {
      ++counts[3];
    } else if (contains(kConsistency, word)) {
      ++counts[4];
    } else {
      return false;
    }
  }
  return std::all_of(counts.begin(), counts.end(), [](int count) { return count <= 1; });
}

template <std::size_t N>
bool mode_has(std::string_view mode, const std::array<std::string_view, N>& words) {
  for (Cut rest{{}, mode, true}; rest.found;) {
    rest = cut(rest.after, ',');
    if (contains(words, rest.before)) return true;
  }
  return false;
}

Trouble bad_mode(std::string_view mode, std::size_t begin) {
  std::string better;
  for (const std::string_view word : split(mode, ',')) {
    const std::string_view near = contains(kModes, word) ? word : did_you_mean(word, kModes);
    if (near.empty())
      return {quoted(mode) + " is no mount mode, expected " + one_of(kModes, kModes.size()), "",
              begin};
    better += (better.empty() ? "" : ",") + std::string(near);
  }
  if (better == mode || !is_mode(better)) {
    return {quoted(mode) + " contradicts itself, expected one word of each kind", "", begin};
  }
  return {quoted(mode) + " is no mount mode, expected " + one_of(kModes, kModes.size()),
          suggest(better), begin};
}

// How the client reads a --volume: sections between colons, where a colon behind a single letter
// belongs to a Windows drive. Source: docker/cli cli/compose/loader/volume.go ParseVolume
struct Sections {
  std::vector<std::string_view> parts;
  bool drive = false;  // some colon was taken for a drive's
};
bool is_one_letter(std::string_view text) {
  std::size_t end = 0;
  return !text.empty() && is_letter(next_character(text, end)) && end == text.size();
}
Sections client_sections(std::string_view text) {
  Sections result;
  result.parts.reserve(3);
  std::size_t begin = 0;
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos;
       colon = text.find(':', colon + 1)) {
    const std::string_view section = text.substr(begin, colon - begin);
    if (is_one_letter(section)) {
      result.drive = true;
      continue;
    }
    result.parts.push_back(section);
    begin = colon + 1;
  }
  result.parts.push_back(text.substr(begin));
  return result;
}

Check check_sections(std::string_view text, const Sections& sections) {
  for (const std::string_view part : sections.parts) {
    if (!part.empty()) continue;
    const auto begin = static_cast<std::size_t>(part.data() - text.data());
    return Trouble{"nothing stands between the colons of " + quoted(text) +
                       ", expected [SOURCE:]DESTINATION[:MODE]",
                   "", begin, begin};
  }
  if (sections.parts.size() > 3) {
    return Trouble{"too many colons in " + quoted(text) + ", expected [SOURCE:]DESTINATION[:MODE]",
                   ""};
  }
  return {};
}

// A host folder, not a volume's name, once the client has made a leading "." absolute.
bool is_host_path(std::string_view source) {
  return source.starts_with('/') || source.starts_with('.');
}

struct Volume {
  std::string_view source;
  std::string_view destination;
  std::string_view mode;
};

// Source: moby volume/mounts/linux_parser.go ParseMountRaw
Check split_for_engine(std::string_view text, Volume& volume) {
  const std::vector<std::string_view> parts = split(text, ':', 4);
  if (parts.size() > 3) {
    return Trouble{"too many colons in " + quoted(text) + ", expected SOURCE:DESTINATION[:MODE]",
                   ""};
  }
  if (parts.size() == 2 && is_mode(parts[1])) {
    return Trouble{
        "a mode needs a source and a destination before it, expected "
        "SOURCE:DESTINATION:MODE",
        "", parts[0].size() + 1};
  }
  volume = {parts[0], parts[1], parts.size() == 3 ? parts[2] : std::string_view()};
  if (is_mode(volume.mode)) return {};
  return bad_mode(volume.mode, text.size() - volume.mode.size());
}

Check check_options(const Volume& volume, std::size_t begin) {
  const bool host = is_host_path(volume.source);
  if (host && mode_has(volume.mode, kCopy)) {
    return Trouble{"\"nocopy\" goes only with a named volume, not with a host folder", "", begin};
  }
  if (!host && mode_has(volume.mode, kPropagation)) {
    return Trouble{"a propagation mode goes only with a host folder, not with a named volume", "",
                   begin};
  }
  return {};
}

Check check_source(std::string_view text, const Volume& volume, bool foreign_driver) {
  if (is_host_path(volume.source) || foreign_driver) return {};
  Check wrong = check_volume_name(volume.source);
  if (!wrong) return {};
  const bool folder = volume.source.find('/') != std::string_view::npos;
  if (folder && !volume.source.starts_with('~'))
    wrong->suggestion = suggest("./" + std::string(text));
  wrong->end = volume.source.size();
  return wrong;
}

}  // namespace

// Source: moby volume/local/local.go validateName
Check check_volume_name(std::string_view text) {
  if (is_restricted_name(text)) return {};
  if (text.size() == 1) {
    return Trouble{
        quoted(text) + " is too short for a volume's name, expected 2 characters or more", ""};
  }
  if (text.starts_with('~')) {
    return Trouble{
        quoted(text) + " is no absolute path, nothing here replaces \"~\" by a home folder", ""};
  }
  return Trouble{quoted(text) +
                     " is neither a volume's name (letters, digits, \"_\", \".\", \"-\") nor "
                     "an absolute path",
                 ""};
}

// Source: moby volume/mounts/linux_parser.go linuxValidateNotRoot, linuxValidateAbsolute
Check check_destination(std::string_view text) {
  std::string path(text);
  std::replace(path.begin(), path.end(), '\\', '/');
  if (clean_path(path) == "/") {
    return Trouble{"the container's root folder cannot be mounted over", ""};
  }
  if (path.starts_with('/')) return {};
  const bool fits = !text.empty() && trim_space(text) == text;
  return Trouble{quoted(text) + " is no absolute path inside the container",
                 suggest(fits ? "/" + std::string(text) : "")};
}

Check check_volume(std::string_view text, bool foreign_driver, MountPoint* result) {
  if (text.empty()) {
    return Trouble{"an empty volume, expected [SOURCE:]DESTINATION[:MODE]", ""};
  }
  // One or two bytes are a destination, whatever they are.
  const Sections sections = text.size() <= 2 ? Sections{{text}, false} : client_sections(text);
  if (Check wrong = check_sections(text, sections)) return wrong;
  if (sections.parts.size() == 1) {
    if (result != nullptr) *result = {"", "volume", true, sections.drive};
    return {};
  }
  Volume volume;
  if (Check wrong = split_for_engine(text, volume)) return wrong;
  const std::size_t begin = volume.source.size() + 1;
  if (Check wrong = check_destination(volume.destination)) {
    wrong->begin = begin;
    wrong->end = begin + volume.destination.size();
    if (!wrong->suggestion.empty()) {
      wrong->suggestion =
          suggest(std::string(volume.source) + ":/" + std::string(text.substr(begin)));
    }
    return wrong;
  }
  if (Check wrong = check_options(volume, begin + volume.destination.size() + 1)) return wrong;
  if (Check wrong = check_source(text, volume, foreign_driver)) return wrong;
  if (result != nullptr) {
    const std::string_view type = is_host_path(volume.source) ? "bind" : "volume";
    *result = {clean_path(volume.destination), type, false, false};
  }
  return {};
}

// Options behind the colon are judged by the kernel at start.
// Source: moby daemon/daemon_unix.go, ValidateTmpfsMountDestination
Check check_tmpfs(std::string_view text, MountPoint* result) {
  const std::string_view destination = cut(text, ':').before;
  if (Check wrong = check_destination(destination)) {
    wrong->end = destination.size();
    return wrong;
  }
  if (result != nullptr) *result = {std::string(destination), "tmpfs", false, false};
  return {};
}

// Whether there is such a container is not known here.
// Source: moby volume/mounts/linux_parser.go ParseVolumesFrom
Check check_volumes_from(std::string_view text) {
  const Cut parts = cut(text, ':');
  if (parts.before.empty()) return Trouble{"the container's name is missing", ""};
  const std::string_view mode = parts.after;
  if (is_mode(mode) && !mode_has(mode, kPropagation) && !mode_has(mode, kCopy)) return {};
  return Trouble{
      quoted(mode) + " is no mode for the volumes of a container, expected \"ro\" or \"rw\"", "",
      parts.before.size() + 1};
}

}  // namespace launch::docker
