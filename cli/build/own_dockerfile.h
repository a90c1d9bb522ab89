// Which Dockerfile a job brings, and the folder of its code that is the build context.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cli/workspace.h"
#include "compiler/build/plan.h"

namespace launch::cli {

// What there is of the code, by paths from its root.
struct CodeLook {
  std::function<bool(const std::string& path)> exists;   // a file or folder
  std::function<bool(const std::string& path)> is_file;  // links are followed, if they stay inside
  // The path with its links followed; nothing where it leads out of the code, or nowhere. A folder
  // has no slash at its end.
  std::function<std::optional<std::string>(const std::string& path)> real;
};

// A path of the job that is not in its code; `place` is the job's line.
struct CodePathError : UsageError {
  Span place;
};

struct OwnChoice {
  std::string folder;      // of the context, from the code's root: "" or "docker/"
  std::string dockerfile;  // from the folder; empty: the job brings none
  Node script;             // the job's word whose folder became the context, if it has one
};

// Throws CodePathError, and UsageError for a file that launch would write itself.
OwnChoice choose_dockerfile(const build::Plan& plan, const CodeLook& code);

// Whether the words that start a job are Python's.
bool starts_python(const build::Plan& plan);

}  // namespace launch::cli
