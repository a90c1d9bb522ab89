// Where a repository's documents lie: the workspace file `launch.yaml`, or none.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/check/document_kind.h"
#include "compiler/paths/glob.h"
#include "compiler/resolve/load.h"

namespace launch::cli {

struct Workspace {
  std::string root;       // absolute: nothing outside is read
  std::string prefix;     // the root as seen from here, for messages: "", "../"
  bool has_file = false;  // launch.yaml was found
  std::vector<Glob> queues, jobs, agents, sweeps;  // relative to the root
  std::vector<Glob> exclude;                       // what a walk passes over
  std::map<std::string, std::string> clients;      // programs to run instead of docker, kubectl …
  // The program to run for it.
  std::string client(const std::string& name) const {
    const auto own = clients.find(name);
    return own == clients.end() ? name : own->second;
  }
  std::string store;  // of queues; empty: the usual one
  std::string base_url = "https://api.wandb.ai";
  std::vector<Setting> defaults;  // entity and project, for jobs that set none
  std::string fail_on;            // "error", "warning", "none" or empty
  std::string baseline;           // a path as seen from here, or empty

  // The kind that the globs give a file, or, without a workspace file, its place:
  // queues/*.yaml, launch-config.yaml.
  ExpectedKind expected_kind(const std::string& path) const;
  // The path as the root sees it, which is how globs and baselines name files.
  std::string from_root(const std::string& path) const;
};

// Walks up from the working directory to launch.yaml or a repository's root (.git). `root_flag`
// widens or narrows what may be read. Throws UsageError with findings printed for a launch.yaml
// that cannot be used.
Workspace find_workspace(const std::optional<std::string>& root_flag);

// A pattern with its {alternatives}, each a glob; false when it cannot be understood.
inline constexpr const char* kUnusableGlob =
    "this is no glob: a bracket is open, names no class, or a backslash is last";
bool add_globs(std::vector<Glob>& globs, std::string_view pattern);
// Likewise, of what is excluded: a folder's name stands for all that is in it, as in .gitignore.
bool add_excludes(std::vector<Glob>& globs, std::string_view pattern);

// Takes over what a workspace file says; `path` is what messages call it. Throws as above.
void read_workspace_text(Workspace& workspace, const std::string& path, std::string content);

// Whatever the user has to change about the call or the configuration; exit code 2.
struct UsageError {
  std::string message;
};
// A file that the user named and that cannot be read; exit code 3.
struct UnreachableError {
  std::string message;
};

}  // namespace launch::cli
