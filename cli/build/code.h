// The code of jobs that is at hand without a network: folders that somebody names, and the
// repository that the working directory lies in.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/build/own_dockerfile.h"
#include "cli/build/source.h"
#include "cli/git/repository.h"

namespace launch::cli {

// One state of the code. Paths are from its root.
struct CodeTree {
  CodeLook look;
  std::function<std::optional<std::string>(const std::string& path)> read;  // a file's text
  std::function<std::string(const std::string& path)> shown;                // as messages name it
};

class CodeAtHand {
 public:
  explicit CodeAtHand(ArtifactFolders artifacts) : artifacts_(std::move(artifacts)) {}

  // The code that an image would be made of; nothing where it is not here. Safe to call from
  // several threads.
  std::optional<CodeTree> of(const build::Plan& plan) const;

 private:
  void find_repository() const;
  std::optional<CodeTree> working_tree() const;
  std::optional<CodeTree> commit(const std::string& revision) const;

  ArtifactFolders artifacts_;
  mutable std::once_flag once_;
  mutable std::mutex mutex_;
  mutable std::unique_ptr<Repository> repository_;  // none: we are in none
  mutable std::set<std::string> remotes_;           // as repository_name() has them
  mutable std::shared_ptr<const std::vector<std::string>>
      working_;  // its files from the top, sorted
  mutable std::map<std::string, std::shared_ptr<CommitFiles>> commits_;
};

}  // namespace launch::cli
