// Names, labels, environment variables and options of the form KEY=VALUE.
#include <algorithm>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/target/docker/grammar.h"
#include "compiler/target/text.h"

namespace launch::docker {

// Only the name's emptiness is looked at: "A B=1" and "1A=2" pass.
// Source: docker/cli opts/env.go ValidateEnv; moby daemon/container.go
Check check_env(std::string_view text) {
  if (!text.empty() && text.front() != '=') return {};
  return Trouble{text.empty() ? "an empty environment variable, expected NAME or NAME=VALUE"
                              : quoted(text) + " has no name, expected NAME=VALUE",
                 ""};
}

// Source: docker/cli opts/opts.go ValidateLabel
Check check_label(std::string_view text) {
  std::string_view key = cut(text, '=').before;
  const std::size_t begin = std::min(key.find_first_not_of(" \t"), key.size());
  key.remove_prefix(begin);
  if (key.empty()) {
    return Trouble{text.empty() ? "an empty label, expected KEY or KEY=VALUE"
                                : quoted(text) + " has no key, expected KEY=VALUE",
                   ""};
  }
  if (key.find_first_of(" \t") == std::string_view::npos) return {};
  return Trouble{"the key " + quoted(key) + " contains blanks", "", begin, begin + key.size()};
}

// Source: moby daemon/container.go validateHostConfig
Check check_annotation(std::string_view text) {
  if (!text.empty() && text.front() != '=') return {};
  return Trouble{text.empty() ? "an empty annotation, expected KEY=VALUE"
                              : quoted(text) + " has no key, expected KEY=VALUE",
                 ""};
}

// What is in the file, and whether there is one, is not known here; an empty name opens nothing.
// Source: docker/cli pkg/kvfile/kvfile.go
Check check_file(std::string_view text) {
  if (!text.empty()) return {};
  return Trouble{"the file's name is empty", ""};
}

// Source: moby daemon/names/names.go RestrictedNamePattern
bool is_restricted_name(std::string_view text) {
  if (text.size() < 2 || !is_alphanumeric(text.front())) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alphanumeric(c) || c == '_' || c == '.' || c == '-'; });
}

namespace {

// `text` with everything a name cannot hold replaced by "-".
std::string usable_name(std::string_view text) {
  std::string name;
  for (std::size_t offset = 0; offset < text.size();) {
    const char32_t character = next_character(text, offset);
    const char c = character < 0x80 ? static_cast<char>(character) : '-';
    const bool fits = is_alphanumeric(c) || (!name.empty() && (c == '_' || c == '.' || c == '-'));
    if (fits) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  while (name.ends_with('-')) name.pop_back();
  return is_restricted_name(name) ? name : std::string();
}

}  // namespace

// Source: moby daemon/names.go reserveName, which allows one leading slash
Check check_container_name(std::string_view text) {
  const std::string_view name = text.starts_with('/') ? text.substr(1) : text;
  if (text.empty() || is_restricted_name(name)) return {};
  if (name.size() == 1 && is_alphanumeric(name.front())) {
    return Trouble{
        quoted(text) + " is too short for a container's name, expected 2 characters or more", ""};
  }
  return Trouble{quoted(text) +
                     " is no container name, expected a letter or digit and then letters, "
                     "digits, \"_\", \".\" or \"-\"",
                 suggest(usable_name(text))};
}

// Which options there are depends on the engine's storage driver; all of them know "size" alone.
// Source: docker/cli container/opts.go parseStorageOpts; moby daemon/graphdriver
Check check_storage_option(std::string_view text) {
  const Cut parts = cut(text, '=');
  if (!parts.found) return Trouble{quoted(text) + " has no value, expected \"size=SIZE\"", ""};
  if (lower(parts.before) != "size") {
    return Trouble{quoted(parts.before) + " is no storage option, expected \"size\"", "", 0,
                   parts.before.size()};
  }
  Check size = check_size(parts.after);
  if (size) size->begin += parts.before.size() + 1;
  return size;
}

}  // namespace launch::docker
