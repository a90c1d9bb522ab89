// What git ignores, while a tree is walked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/paths/ignore_file.h"

namespace launch::cli {

// The files that count for one folder after the other. What the user alone ignores
// (core.excludesFile) does not count: the verdict on a repository is the same for everyone.
class Ignores {
 public:
  Ignores() = default;
  // For a walk that starts in `folder`: with the repository's .git/info/exclude and the .gitignore
  // files above it. Outside of a repository, those from `root` down.
  Ignores(const std::string& folder, const std::string& root);

  // The way of the walk. enter() is told of the .gitignore of the folder it is in; false when there
  // is none, and otherwise leave() takes it back.
  void go_into(std::string_view name);
  void go_back();
  bool enter(const std::string& ignore_file);
  void leave() { levels_.pop_back(); }

  // Of something in the folder the walk is in, none of whose parents is ignored.
  bool ignore(std::string_view name, bool is_folder) const;

 private:
  struct Level {
    std::size_t base = 0;  // how much of a path leads to the folder of the file
    IgnoreFile file;
  };
  bool add(const std::string& path, std::size_t base);

  std::string inside_;         // the folder as the repository's root sees it: "", "a/b/"
  std::vector<Level> levels_;  // the weakest first
};

}  // namespace launch::cli
