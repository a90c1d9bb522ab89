// The code of jobs that is at hand without a network: folders that somebody names, and the
// repository that the working directory lies in.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/build/context.h"
#include "cli/build/own_dockerfile.h"
#include "cli/build/source.h"
#include "cli/git/repository.h"

namespace launch::cli {

// One state of the code. Paths are from its root.
struct CodeTree {
  CodeLook look;
  std::function<std::optional<std::string>(const std::string& path)> read;  // a file's text
  std::function<std::string(const std::string& path)> shown;                // as messages name it
  bool is_commit = false;          // its files are not those of the disk
  std::filesystem::path folder{};  // that holds nothing but it; empty: there is none
};

// The files of a folder; `shown` names one in messages.
CodeTree folder_tree(const std::filesystem::path& folder,
                     std::function<std::string(const std::string& path)> shown);
// Likewise, of a source that was fetched: "code/train.py", or "0123456789ab:train.py" of a commit.
// `artifact`: its name where it is one, whose folder is called as `folders` call it.
CodeTree source_tree(const Source& source, std::string_view artifact,
                     const ArtifactFolders& folders);

class CodeAtHand {
 public:
  // The text of a file that somebody is changing, by its name in messages; null for all others.
  using Edited = std::function<const std::string*(const std::string& shown)>;

  explicit CodeAtHand(ArtifactFolders artifacts, Edited edited = {})
      : artifacts_(std::move(artifacts)), edited_(std::move(edited)) {}

  // The code that an image would be made of; nothing where it is not here. Safe to call from
  // several threads.
  std::optional<CodeTree> of(const build::Plan& plan) const;
  // Likewise, in a folder: what a build would be made of, byte for byte. `commit` is that of the
  // plan's branch or tag, or empty. A commit's folder is gone with this object.
  std::optional<Source> source(const build::Plan& plan, const std::string& commit) const;

  const ArtifactFolders& artifacts() const { return artifacts_; }
  BuildContexts& contexts() const { return contexts_; }

 private:
  void find_repository() const;
  bool is_of(const build::Plan& plan) const;
  CodeTree with_edits(CodeTree tree) const;
  CodeTree working_tree() const;
  std::optional<CodeTree> commit(const std::string& revision) const;

  ArtifactFolders artifacts_;
  Edited edited_;
  mutable std::once_flag once_;
  mutable std::mutex mutex_;
  mutable std::unique_ptr<Repository> repository_;  // none: we are in none
  mutable std::set<std::string> remotes_;           // as repository_name() has them
  mutable std::shared_ptr<const std::vector<std::string>>
      working_;  // its files from the top, sorted
  mutable std::map<std::string, std::shared_ptr<CommitFiles>> commits_;
  struct Checkout {
    TemporaryFolder folder;
    std::optional<Source> source;
  };
  mutable std::map<std::string, Checkout> checkouts_;  // by commit
  mutable BuildContexts contexts_;
};

}  // namespace launch::cli
