// Files of commits, read by the real git; nothing is checked out.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "cli/git/process.h"
#include "compiler/resolve/load.h"

namespace launch::cli {

// The repository that the working directory lies in.
class Repository {
 public:
  // Throws UnreachableError without git or outside of a repository.
  Repository();

  // A commit's full name. Throws UnreachableError when there is none of that name.
  std::string commit(const std::string& revision) const;
  // Where two lines of history parted.
  std::string merge_base(const std::string& one, const std::string& other) const;
  // All files of the working tree that git would add or has, as seen from here.
  std::vector<std::string> working_files() const;

  // Files that git takes for moved between two commits, or a commit and the working tree (no
  // `after`): old and new path as seen from here.
  std::vector<std::pair<std::string, std::string>> renames(const std::string& before,
                                                           const std::string& after) const;

  const std::string& top() const { return top_; }
  // A path of the repository as seen from the working directory, and back; the way back is empty
  // for what lies outside of the repository.
  std::string seen_from_here(const std::string& path) const;
  std::string below_top(const std::string& seen) const;

 private:
  std::string top_;     // absolute
  std::string prefix_;  // from the top to the working directory: "", "jobs/"
};

// One commit's files. Safe to use from several threads.
class CommitFiles {
 public:
  CommitFiles(const Repository& repository, const std::string& commit);

  // Paths from the repository's top, sorted; links included, submodules not.
  const std::vector<std::string>& paths() const { return paths_; }
  // Those in submodules that are here, at the commits that were recorded.
  const std::vector<std::string>& submodule_paths() const { return submodule_paths_; }
  // Links are followed as long as they stay inside; files of submodules are read from these.
  FileText read(const std::string& path, std::size_t most = 64U << 20U);

 private:
  FileText read_object(Conversation& git, const std::string& name, std::size_t most);
  void list_submodules();
  FileText read_in_submodule(const std::string& path, std::size_t most);

  std::string top_, commit_;
  std::vector<std::string> paths_, submodule_paths_;
  std::map<std::string, std::string> submodules_;  // path to commit
  std::mutex mutex_;
  std::unique_ptr<Conversation> git_;
  std::map<std::string, std::unique_ptr<Conversation>> submodule_gits_;
};

}  // namespace launch::cli
