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

std::optional<std::string> real_inside(const fs::path& path, const fs::path& folder) {
  std::error_code error;
  if (!is_inside(path, folder)) return std::nullopt;
  const fs::path real = fs::canonical(path, error);
  return real == folder ? "" : real.lexically_relative(folder).string();
}

// Only files, and none that a link fetches from elsewhere.
std::optional<std::string> text_inside(const fs::path& path, const fs::path& folder) {
  std::error_code error;
  if (!is_inside(path, folder) || !fs::is_regular_file(path, error)) return std::nullopt;
  FileText file = read_file(path.string(), kMostText);
  if (file.status != FileText::Status::Ok) return std::nullopt;
  return std::move(file.text);
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
          },
          [](const std::string& path) {
            return path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
          }};
}

// As messages name a file of a commit.
std::string shown_in_commit(const std::string& commit, const std::string& path) {
  constexpr std::size_t kShownDigits = 12;
  return commit.substr(0, kShownDigits) + ":" + path;
}

}  // namespace

CodeTree folder_tree(const fs::path& named,
                     std::function<std::string(const std::string& path)> shown) {
  std::error_code error;
  const fs::path folder = fs::canonical(named, error);
  return {{[folder](const std::string& path) {
             std::error_code none;
             return fs::exists(fs::symlink_status(folder / path, none));
           },
           [folder](const std::string& path) {
             std::error_code none;
             return is_inside(folder / path, folder) && fs::is_regular_file(folder / path, none);
           },
           [folder](const std::string& path) { return real_inside(folder / path, folder); }},
          [folder](const std::string& path) { return text_inside(folder / path, folder); },
          std::move(shown),
          false,
          folder};
}

CodeTree source_tree(const Source& source, std::string_view artifact,
                     const ArtifactFolders& folders) {
  if (source.commit.empty()) {
    const std::string* named = find_artifact(artifact, folders);
    return folder_tree(source.folder,
                       [named = named == nullptr ? "" : *named](const std::string& path) {
                         return normal_path(named + "/" + path);
                       });
  }
  return folder_tree(source.folder, [commit = source.commit](const std::string& path) {
    return shown_in_commit(commit, path);
  });
}

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
    return with_edits(source_tree({*folder, {}}, plan.artifact.as_string(), artifacts_));
  }
  if (!is_of(plan)) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const std::string revision(plan.revision.as_string());
  return is_full_commit(revision) ? commit(revision) : with_edits(working_tree());
}

CodeTree CodeAtHand::with_edits(CodeTree tree) const {
  if (!edited_) return tree;
  tree.read = [read = std::move(tree.read), shown = tree.shown,
               edited = edited_](const std::string& path) -> std::optional<std::string> {
    const std::string* text = edited(shown(path));
    return text == nullptr ? read(path) : *text;
  };
  return tree;
}

// Whether the code is the repository that we are in.
bool CodeAtHand::is_of(const build::Plan& plan) const {
  if (!plan.repository.valid() || plan.repository.is_deferred()) return false;
  std::call_once(once_, [this] { find_repository(); });
  const std::string name = build::repository_name(plan.repository.as_string());
  return repository_ != nullptr && remotes_.count(name) > 0;
}

std::optional<Source> CodeAtHand::source(const build::Plan& plan, const std::string& commit) const {
  if (plan.artifact.valid()) return find_source(plan.artifact.as_string(), artifacts_);
  const std::string revision(plan.revision.as_string());
  const std::string& wanted = is_full_commit(revision) ? revision : commit;
  if (!is_full_commit(wanted) || !is_of(plan)) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const auto [checkout, first] = checkouts_.try_emplace(wanted);
  Checkout& here = checkout->second;
  if (first) here.source = check_out(repository_->top(), wanted, here.folder.path());
  return here.source;
}

// Branches move: what is being edited is what the next commit of one will be.
CodeTree CodeAtHand::working_tree() const {
  if (working_ == nullptr) {
    std::vector<std::string> files;
    for (const std::string& path : repository_->working_files())
      files.push_back(repository_->below_top(path));
    std::sort(files.begin(), files.end());
    working_ = std::make_shared<const std::vector<std::string>>(std::move(files));
  }
  const Repository* repository = repository_.get();
  CodeLook look = look_of(working_);
  look.real = [top = fs::canonical(repository->top())](const std::string& path) {
    return real_inside(top / path, top);
  };
  return CodeTree{
      std::move(look),
      [repository](const std::string& path) {
        const fs::path top = repository->top();
        return text_inside(top / path, top);
      },
      [repository](const std::string& path) { return repository->seen_from_here(path); }, false};
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
  return CodeTree{look_of({files, &files->paths()}),
                  [files](const std::string& path) -> std::optional<std::string> {
                    FileText file = files->read(path, kMostText);
                    if (file.status != FileText::Status::Ok) return std::nullopt;
                    return std::move(file.text);
                  },
                  [revision](const std::string& path) { return shown_in_commit(revision, path); },
                  true};
}

}  // namespace launch::cli
