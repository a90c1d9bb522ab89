#include "cli/build/code.h"

#include <algorithm>
#include <filesystem>

#include "cli/disk.h"
#include "compiler/build/repository_name.h"
#include "compiler/lock/lock.h"

namespace launch::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostText = 4U << 20U;  // of a Dockerfile or a list of packages

bool is_inside(const fs::path& path, const fs::path& folder) {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  return !error && (real == folder || real.string().starts_with(folder.string() + "/"));
}

// Only files, and none that a link fetches from elsewhere.
std::optional<std::string> text_inside(const fs::path& path, const fs::path& folder) {
  std::error_code error;
  if (!is_inside(path, folder) || !fs::is_regular_file(path, error)) return std::nullopt;
  FileText file = read_file(path.string(), kMostText);
  if (file.status != FileText::Status::Ok) return std::nullopt;
  return std::move(file.text);
}

CodeTree folder_tree(const std::string& named) {
  std::error_code error;
  const fs::path folder = fs::canonical(named, error);
  return {{[folder](const std::string& path) {
             std::error_code none;
             return fs::exists(fs::symlink_status(folder / path, none));
           },
           [folder](const std::string& path) {
             std::error_code none;
             return is_inside(folder / path, folder) && fs::is_regular_file(folder / path, none);
           }},
          [folder](const std::string& path) { return text_inside(folder / path, folder); },
          [named](const std::string& path) { return normal_path(named + "/" + path); }};
}

// Folders are what files lie in. `files` are sorted.
CodeLook look_of(const std::shared_ptr<const std::vector<std::string>>& files) {
  return {[files](const std::string& path) {
            std::string folder = path;
            while (folder.ends_with('/')) folder.pop_back();
            if (std::binary_search(files->begin(), files->end(), folder)) return true;
            const auto below = std::lower_bound(files->begin(), files->end(), folder + "/");
            return below != files->end() && below->starts_with(folder + "/");
          },
          [files](const std::string& path) {
            return std::binary_search(files->begin(), files->end(), path);
          }};
}

}  // namespace

void CodeAtHand::find_repository() const {
  try {
    repository_ = std::make_unique<Repository>();
    const ProcessResult remotes = run_process(
        {"git", "-C", repository_->top(), "config", "-z", "--get-regexp", "^remote\\..*\\.url$"});
    // "remote.origin.url\nhttps://…\0"
    for (std::size_t begin = 0; begin < remotes.out.size();) {
      const std::size_t end = std::min(remotes.out.find('\0', begin), remotes.out.size());
      const std::string entry = remotes.out.substr(begin, end - begin);
      remotes_.insert(build::repository_name(entry.substr(entry.find('\n') + 1)));
      begin = end + 1;
    }
  } catch (const UnreachableError&) {
    repository_.reset();  // no git, or no repository: then no code of one is at hand
  }
}

std::optional<CodeTree> CodeAtHand::of(const build::Plan& plan) const {
  if (plan.artifact.valid()) {
    const std::string* folder = find_artifact(plan.artifact.as_string(), artifacts_);
    if (folder == nullptr || !fs::is_directory(*folder)) return std::nullopt;
    return folder_tree(*folder);
  }
  if (!plan.repository.valid() || plan.repository.is_deferred()) return std::nullopt;
  std::call_once(once_, [this] { find_repository(); });
  const std::string name = build::repository_name(plan.repository.as_string());
  if (repository_ == nullptr || remotes_.count(name) == 0) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const std::string revision(plan.revision.as_string());
  return is_full_commit(revision) ? commit(revision) : working_tree();
}

// Branches move: what is being edited is what the next commit of one will be.
std::optional<CodeTree> CodeAtHand::working_tree() const {
  if (working_ == nullptr) {
    std::vector<std::string> files;
    for (const std::string& path : repository_->working_files())
      files.push_back(repository_->below_top(path));
    std::sort(files.begin(), files.end());
    working_ = std::make_shared<const std::vector<std::string>>(std::move(files));
  }
  const Repository* repository = repository_.get();
  return CodeTree{
      look_of(working_),
      [repository](const std::string& path) {
        const fs::path top = repository->top();
        return text_inside(top / path, top);
      },
      [repository](const std::string& path) { return repository->seen_from_here(path); }};
}

std::optional<CodeTree> CodeAtHand::commit(const std::string& revision) const {
  std::shared_ptr<CommitFiles>& files = commits_[revision];
  try {
    if (files == nullptr) {
      files = std::make_shared<CommitFiles>(*repository_, repository_->commit(revision));
    }
  } catch (const UnreachableError&) {
    return std::nullopt;  // the commit is not here
  }
  return CodeTree{
      look_of({files, &files->paths()}),
      [files](const std::string& path) -> std::optional<std::string> {
        FileText file = files->read(path, kMostText);
        if (file.status != FileText::Status::Ok) return std::nullopt;
        return std::move(file.text);
      },
      [revision](const std::string& path) { return revision.substr(0, 12) + ":" + path; }};
}

}  // namespace launch::cli
