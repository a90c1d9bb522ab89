// One .gitignore file.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "compiler/paths/glob.h"

namespace launch {

// The patterns of a .gitignore (https://git-scm.com/docs/gitignore; dir.c of git).
class IgnoreFile {
 public:
  explicit IgnoreFile(std::string_view text);

  // What the last pattern that matches says: ignored, or (after `!`) not. `path` is relative to
  // where the file stands. Whoever asks does so from the top: nothing below an ignored folder can
  // be taken back.
  std::optional<bool> ignores(std::string_view path, bool is_folder) const;
  bool empty() const { return patterns_.empty(); }

 private:
  struct Pattern {
    Glob glob;
    bool negated = false;
    bool folders_only = false;  // ends with a slash
    bool names_only = false;    // holds no other slash: matched against the last name at any depth
  };
  void add(std::string_view line);

  std::vector<Pattern> patterns_;
};

}  // namespace launch
