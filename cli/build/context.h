// The files of a build context.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "compiler/build/context.h"
#include "compiler/paths/docker_ignore.h"

namespace launch::cli {

// Throws UsageError where `file` holds what is no pattern.
void refuse_unusable(const DockerIgnore& ignore, const std::string& file);

struct ContextInput {
  std::filesystem::path folder;
  std::string dockerfile;  // of the job's own, from the folder; empty: none
  std::uint64_t most = 0;  // bytes
};

struct BuildContext {
  std::vector<build::ContextEntry> entries;
  std::string digest;  // of its archive
};

// What .dockerignore leaves, without .git. Links are kept as links. Throws UsageError for a context
// that is too large or a .dockerignore that docker refuses, and UnreachableError for what cannot be
// read.
BuildContext read_context(const ContextInput& input);

// Throws as read_context() does for the same folder, but for what its files hold; reads none but
// .dockerignore.
void check_context(const ContextInput& input);

// Contexts that many jobs share are read once. Safe to call from several threads.
class BuildContexts {
 public:
  std::shared_ptr<const BuildContext> read(const ContextInput& input);

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const BuildContext>> read_before_;
  std::uint64_t bytes_ = 0;  // of what was read before
};

}  // namespace launch::cli
