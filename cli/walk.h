// Files below a folder.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostic/report.h"

namespace launch::cli {

// In a folder that `launch render --output-dir` writes to, what it wrote there.
inline constexpr std::string_view kWrittenFilesName = ".launch-renders";

struct WalkOptions {
  bool ignores = true;         // what .gitignore files name is passed over
  bool documents_only = true;  // *.yaml, *.yml, *.json
  std::size_t depth = std::numeric_limits<std::size_t>::max();  // of folders below the first
  // Where .gitignore files count from outside of a git repository.
  std::string root;
};

struct Walked {
  std::vector<std::string> files;    // sorted; normal_path()s
  std::vector<std::string> folders;  // that were looked into, the first one too
  std::vector<std::string> deeper;   // that were not, for their depth
  std::vector<UnreadFile> unread;    // folders that could not be looked into
};

// Regular files, and links to such. Hidden folders, node_modules, folders of rendered jobs and
// links to folders are not entered. With `ignores`, the .gitignore files from the repository's root
// down and its .git/info/exclude count as they do for git, whether or not a file is tracked; the
// folder itself is looked into in any case.
Walked walk(const std::string& folder, const WalkOptions& options);

// walk() for documents, whatever .gitignore says, and without a word on what cannot be read.
std::vector<std::string> documents_below(const std::string& folder);

bool is_document_name(std::string_view name);

}  // namespace launch::cli
