#include "cli/inputs.h"

#include <algorithm>
#include <filesystem>
#include <unordered_set>

#include "cli/disk.h"

namespace launch::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kWorkspaceFile = "launch.yaml";

bool is_folder(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool in_workspace(const Workspace& workspace, const std::string& path) {
  const bool globs = !workspace.queues.empty() || !workspace.jobs.empty() ||
                     !workspace.agents.empty() || !workspace.sweeps.empty();
  return !workspace.has_file || !globs || workspace.expected_kind(path).has_value();
}

// ../../work/deep/job.yaml is job.yaml when we are in work/deep.
std::string as_seen_from_here(const std::string& path) {
  if (!path.starts_with("..")) return path;
  const fs::path here = fs::current_path();
  return (here / path).lexically_normal().lexically_relative(here).generic_string();
}

std::string absolute(const std::string& path) {
  return fs::absolute(path).lexically_normal().generic_string();
}

class Gathering {
 public:
  Gathering(const InputOptions& options, const Workspace& workspace)
      : options_(options), workspace_(workspace) {}

  void add_whole() {
    const bool prefixed = workspace_.has_file && !workspace_.prefix.empty();
    for (const std::string& path : documents_below(prefixed ? workspace_.prefix : ".")) {
      if (in_workspace(workspace_, path)) add_walked(path);
    }
  }

  void add_named(const std::string& path) {
    if (path == "-" || !is_folder(path)) return add(path, options_.dependents);
    for (const std::string& below : documents_below(path)) add_walked(below);
  }

  std::vector<Input> take() { return std::move(inputs_); }

 private:
  void add_walked(const std::string& path) {
    if (file_name(path) != kWorkspaceFile) add(as_seen_from_here(path), true);
  }

  void add(const std::string& path, bool walked) {
    const std::string normal = normal_path(path);
    const bool excluded =
        std::any_of(options_.exclude.begin(), options_.exclude.end(),
                    [&](const std::string& pattern) { return matches_glob(pattern, normal); });
    if (!excluded && seen_.insert(normal).second) inputs_.push_back({path, walked});
  }

  const InputOptions& options_;
  const Workspace& workspace_;
  std::vector<Input> inputs_;
  std::unordered_set<std::string> seen_;
};

}  // namespace

std::string name_of(const Input& input) { return input.path == "-" ? "<stdin>" : input.path; }

std::vector<Input> inputs_of(const InputOptions& options, const Workspace& workspace) {
  Gathering gathering(options, workspace);
  if (options.paths.empty() || options.dependents) gathering.add_whole();
  for (const std::string& path : options.paths) {
    const bool other = options.dependents && file_name(path) == kWorkspaceFile;
    if (!other) gathering.add_named(path);
  }
  return gathering.take();
}

Dependents::Dependents(const std::vector<std::string>& changed) {
  for (const std::string& path : changed) {
    everything_ = everything_ || file_name(path) == kWorkspaceFile;
    changed_.insert(absolute(path));
  }
}

bool Dependents::concern(const std::string& path, const std::set<std::string>& read) const {
  const auto is_changed = [&](const std::string& each) {
    return changed_.count(absolute(each)) > 0;
  };
  return everything_ || is_changed(path) || std::any_of(read.begin(), read.end(), is_changed);
}

}  // namespace launch::cli
