// A sweep read from a file, and the jobs that its runs are.
#pragma once

#include <memory>
#include <set>

#include "cli/disk.h"
#include "cli/job_run.h"
#include "cli/target_setup.h"
#include "compiler/sweep/run.h"

namespace launch::cli {

struct SweepFile {
  // Own what everything else points into.
  std::unique_ptr<SourceMap> sources = std::make_unique<SourceMap>();
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();
  std::string name;  // as messages have it
  sweep::Sweep sweep;
  std::vector<Directive> directives;
  std::vector<Finding> findings;
  int exit_code = kOk;  // kUnreachable: the file could not be read; said on standard error
};

// Throws UsageError for a file that does not hold one sweep.
SweepFile read_sweep_file(const std::string& path);

// Compiles runs one by one; files that they share are read once.
class RunCompiler {
 public:
  RunCompiler(const SweepFile& file, const JobOptions& options, const CommonOptions& common);

  struct How {
    bool resolve_environment = false;
    std::optional<std::string> image{};   // of code, when it has been built
    std::optional<std::string> commit{};  // of code whose files name a branch or tag
  };
  // `run` and its arena must outlive the result.
  JobRun compile(const sweep::Run& run, const How& how);

  const Workspace& workspace() const { return workspace_; }

 private:
  const SweepFile& file_;
  const JobOptions& options_;
  Workspace workspace_;
  TargetSetup targets_;
  Disk disk_;
  std::vector<Setting> settings_;
};

// Says on standard error what runs have in common only once, however many there are.
class FindingsOnce {
 public:
  explicit FindingsOnce(const CommonOptions& common) : common_(common) {}
  void print(const std::vector<Finding>& findings);
  void print_deferred(const JobRun& run);

 private:
  bool is_new(const std::string& text);
  const CommonOptions& common_;
  std::set<std::string> said_;
  bool silent_ = false;
};

}  // namespace launch::cli
