// The files of a build context.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "compiler/build/context.h"

namespace launch::cli {

struct ContextInput {
  std::filesystem::path folder;
  std::string dockerfile;  // of the job's own, from the folder; empty: none
  std::uint64_t most = 0;  // bytes
};

// What .dockerignore leaves, without .git. Links are kept as links. Throws UsageError for a context
// that is too large or a .dockerignore that docker refuses, and UnreachableError for what cannot be
// read.
std::vector<build::ContextEntry> read_context(const ContextInput& input);

}  // namespace launch::cli
