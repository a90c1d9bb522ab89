// launch.lock on the disk, and what the jobs of the workspace resolve to now.
#pragma once

#include <string>
#include <vector>

#include "cli/build/code_options.h"
#include "cli/diff/side.h"
#include "cli/lock/meaning.h"
#include "compiler/lock/lock.h"

namespace launch::cli {

inline constexpr std::string_view kLockFile = "launch.lock";

// Beside launch.yaml, or at the repository's root; as messages name it.
std::string lock_path(const Workspace& workspace);

struct LockFile {
  bool exists = false;
  SourceMap sources;
  Arena arena;
  Lock lock;
  SourceId source{};
};
// Throws UsageError for a file that is no lock.
std::unique_ptr<LockFile> read_lock_file(const std::string& path);

// One job as it is now.
struct PresentJob {
  std::string name;  // as the lock has it: "jobs/a.yaml", "jobs/all.yaml#train"
  const CompiledJob* job = nullptr;
  std::vector<Fact> facts;  // of a job that compiles: what is here to be compared
  FactTexts known;          // these, and what their names stand for
};

struct PresentFile {
  JobFile file;
  std::vector<std::string> reads;  // from the workspace's root
  std::vector<PresentJob> jobs;
};

struct PresentOptions {
  const CodeOptions& code;
  const Lock& before;
  bool online = false;
  bool notes = false;  // that an image's tag is not known is said on standard error
  std::size_t threads = 0;
};

// The jobs in some files of the disk. A file that another of these is based on holds none.
std::vector<PresentFile> present_jobs(const Side& side, const std::vector<std::string>& paths,
                                      const PresentOptions& options);

// SHA-256 of the files as they are, by their paths from the workspace's root; empty for those that
// cannot be read.
std::map<std::string, std::string> digests_of(const Side& side,
                                              const std::vector<PresentFile>& files);

}  // namespace launch::cli
