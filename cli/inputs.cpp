#include "cli/inputs.h"

#include <algorithm>
#include <filesystem>
#include <unordered_set>

#include "cli/disk.h"
#include "cli/walk.h"

namespace launch::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kWorkspaceFile = "launch.yaml";

bool in_workspace(const Workspace& workspace, const std::string& path) {
  const bool globs = !workspace.queues.empty() || !workspace.jobs.empty() ||
                     !workspace.agents.empty() || !workspace.sweeps.empty();
  return !workspace.has_file || !globs || workspace.expected_kind(path).has_value();
}

class Gathering {
 public:
  Gathering(const InputOptions& options, const Workspace& workspace)
      : options_(options), workspace_(workspace) {
    for (const std::string& pattern : options.exclude) {
      if (add_excludes(exclude_, pattern)) continue;
      throw UsageError{"--exclude " + launch::quoted(pattern) + ": " + kUnusableGlob};
    }
  }

  void add_whole() {
    for (const std::string& path : walked(workspace_.prefix.empty() ? "." : workspace_.prefix)) {
      if (in_workspace(workspace_, path)) add_walked(path);
    }
  }

  void add_named(const std::string& path) {
    std::error_code error;
    if (path == "-" || fs::is_regular_file(path, error)) return add_file(path);
    if (fs::is_directory(path, error)) return add_folder(path);
    // A file whose name holds a star is that file.
    const bool exists = fs::exists(fs::symlink_status(path, error));
    if (!exists && is_glob(path)) return add_glob(path);
    add_file(path);
  }

  Inputs take() { return std::move(inputs_); }

 private:
  void add_file(const std::string& path) {
    inputs_.named.push_back(path);
    if (options_.dependents && (workspace_excludes(path) || is_rendered(path))) return;
    add(path, options_.dependents);
  }

  void add_folder(const std::string& folder) {
    for (const std::string& path : walked(folder)) {
      inputs_.named.push_back(path);
      add_walked(path);
    }
  }

  // Below a folder that `launch render` writes to, as walks have it.
  static bool is_rendered(const std::string& path) {
    const std::string whole = absolute_path(path);
    for (fs::path folder = fs::path(whole).parent_path();; folder = folder.parent_path()) {
      std::error_code error;
      if (fs::exists(folder / kWrittenFilesName, error)) return true;
      if (folder == folder.parent_path()) return false;
    }
  }

  // The shell did not write it out: it was in quotes, or there was nothing to match. As there, a
  // folder that matches stands for what is in it.
  void add_glob(const std::string& pattern) {
    std::set<std::string> found;
    for (const std::string& each : brace_alternatives(pattern)) match_below(each, found);
    if (found.empty()) inputs_.notes.push_back("nothing matches " + launch::quoted(pattern));
    for (const std::string& path : found) {
      std::error_code error;
      if (fs::is_directory(path, error)) {
        add_folder(path);
      } else {
        inputs_.named.push_back(path);
        add_walked(path);
      }
    }
  }

  void match_below(const std::string& pattern, std::set<std::string>& found) {
    std::string normal = normal_path(pattern);
    const bool folders_only = normal.ends_with('/');
    if (folders_only) normal.pop_back();
    const Glob glob(normal);
    const std::string_view folder = fixed_folder(normal);
    const std::string start = folder.empty() ? "." : std::string(folder);
    if (std::error_code error; !fs::is_directory(start, error)) return;
    WalkOptions walk_options;
    walk_options.documents_only = false;
    if (normal.find("**") == std::string::npos) {
      std::string_view rest = std::string_view(normal).substr(folder.size());
      if (rest.starts_with('/')) rest.remove_prefix(1);
      walk_options.depth = static_cast<std::size_t>(std::count(rest.begin(), rest.end(), '/'));
    }
    Walked below = walk_from(start, walk_options);
    std::vector<std::string> paths = folders_only ? std::vector<std::string>() : below.files;
    paths.insert(paths.end(), below.deeper.begin(), below.deeper.end());
    for (std::string& each : below.folders) {
      if (each.ends_with('/')) each.pop_back();
      if (each != ".") paths.push_back(std::move(each));
    }
    for (const std::string& path : paths) {
      if (glob.matches(path)) found.insert(path);
    }
  }

  std::vector<std::string> walked(const std::string& folder) { return walk_from(folder, {}).files; }

  Walked walk_from(const std::string& folder, WalkOptions walk_options) {
    walk_options.ignores = !options_.no_ignore;
    walk_options.root = workspace_.root;
    Walked found = walk(folder, walk_options);
    inputs_.folders.insert(inputs_.folders.end(), found.folders.begin(), found.folders.end());
    inputs_.unread.insert(inputs_.unread.end(), found.unread.begin(), found.unread.end());
    return found;
  }

  bool workspace_excludes(const std::string& path) const {
    return !workspace_.exclude.empty() &&
           matches_any(workspace_.exclude, workspace_.from_root(path));
  }

  void add_walked(const std::string& path) {
    if (file_name(path) == kWorkspaceFile || options_.own.count(path) > 0) return;
    if (workspace_excludes(path)) return;
    add(as_seen_from_here(path), true);
  }

  void add(const std::string& path, bool walked) {
    const std::string normal = normal_path(path);
    if (!matches_any(exclude_, normal) && seen_.insert(normal).second) {
      inputs_.files.push_back({path, walked});
    }
  }

  const InputOptions& options_;
  const Workspace& workspace_;
  std::vector<Glob> exclude_;
  Inputs inputs_;
  std::unordered_set<std::string> seen_;
};

// The name in a folder that is nearest to one that is not there, endings apart: train.yml is near
// train.yaml, and gone.yaml is not near good.yaml because both are YAML.
std::string nearest_in(const fs::path& folder, const fs::path& missing) {
  std::vector<fs::path> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const fs::path name = entry.path().filename();
    if (!name.native().starts_with('.')) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  std::vector<std::string> stems;
  for (const fs::path& name : names) stems.push_back(name.stem().string());
  const std::vector<std::string_view> known(stems.begin(), stems.end());
  const std::string_view nearest = did_you_mean(missing.stem().string(), known);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!nearest.empty() && nearest == stems[i]) return names[i].string();
  }
  return {};
}

}  // namespace

std::string as_seen_from_here(const std::string& path) {
  if (!path.starts_with("..")) return path;
  const fs::path here = fs::current_path();
  return (here / path).lexically_normal().lexically_relative(here).generic_string();
}

std::string name_of(const Input& input) { return input.path == "-" ? "<stdin>" : input.path; }

Inputs inputs_of(const InputOptions& options, const Workspace& workspace) {
  Gathering gathering(options, workspace);
  if (options.paths.empty() || options.dependents) gathering.add_whole();
  for (const std::string& path : options.paths) {
    const bool other = options.dependents && file_name(path) == kWorkspaceFile;
    if (!other) gathering.add_named(path);
  }
  return gathering.take();
}

std::string why_missing(const std::string& path) {
  std::string why = "no such file or folder";
  std::error_code error;
  fs::path there;  // as far as the path exists
  for (const fs::path& part : fs::path(path)) {
    const fs::path next = there / part;
    if (fs::exists(next, error)) {
      there = next;
      continue;
    }
    const std::string nearest = nearest_in(there.empty() ? "." : there, part);
    if (!nearest.empty()) {
      // The rest of the path may be right.
      const fs::path rest = fs::path(path).lexically_relative(next);
      const fs::path whole = rest == "." ? there / nearest : there / nearest / rest;
      const fs::path suggested = fs::exists(whole, error) ? whole : there / nearest;
      why += "; " + suggest(suggested.generic_string());
    }
    return why;
  }
  return why;
}

Dependents::Dependents(const std::vector<std::string>& paths,
                       const std::vector<std::string>& named) {
  for (const std::string& path : paths) {
    everything_ = everything_ || file_name(path) == kWorkspaceFile;
    changed_.insert(absolute_path(path));
  }
  for (const std::string& path : named) changed_.insert(absolute_path(path));
}

bool Dependents::concern(const std::string& path, const std::set<std::string>& read) const {
  const auto is_changed = [&](const std::string& each) {
    return changed_.count(absolute_path(each)) > 0;
  };
  return everything_ || is_changed(path) || std::any_of(read.begin(), read.end(), is_changed);
}

}  // namespace launch::cli
