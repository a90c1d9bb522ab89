// Job files compiled for `render`, `explain` and `submit`: every document of a file, with the
// findings of all.
#pragma once

#include <memory>
#include <optional>
#include <set>

#include "cli/build/job_code.h"
#include "cli/disk.h"
#include "cli/inputs.h"
#include "cli/options.h"
#include "cli/target_setup.h"
#include "compiler/compile.h"
#include "compiler/diagnostic/render.h"

namespace launch::cli {

// What set the image of a job that is built, as `launch explain` names it.
inline constexpr const char* kFromCode = "the code";
// What sets the full commit of a job that names a branch or a tag.
Setting commit_setting(const std::string& commit);

// A document among those of its file.
struct DocumentName {
  std::size_t number = 1;
  std::string name;  // the job's own
};

struct JobRun {
  // Own what everything else points into.
  std::unique_ptr<SourceMap> sources = std::make_unique<SourceMap>();
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();
  std::vector<Setting> settings;
  std::vector<Compiled> jobs;           // one a document
  std::vector<Directive> directives;    // of every file that took part, for findings made later
  std::vector<DocumentName> documents;  // of the jobs, in their order
  // By job: what builds its image first; nothing where nobody is to do that.
  std::vector<std::optional<Artifact>> builds;
  // By job: the code that its image is made of, where that was looked at.
  std::vector<std::optional<JobCode>> code;
  std::size_t document_count = 0;  // of the file
  std::vector<Finding> findings;
  std::vector<std::string> passed_over;  // of several files: what is no job in this one
  std::set<std::string> read;            // of several files: what this one was compiled with
  std::string unread;                    // why the file itself could not be read
  int exit_code = kOk;                   // kUnreachable: it could not
};

// Compiles one file after the other, from any thread; bases and queues that they share are read
// once. Everything it was made of must outlive it.
class JobCompiler {
 public:
  // Throws UsageError for flags that mean nothing, UnreachableError for files of theirs that cannot
  // be read.
  JobCompiler(const JobOptions& options, const CommonOptions& common);

  const Workspace& workspace() const { return workspace_; }

  // The one file that was asked for: each of its documents must be a job. The environment is read
  // when `resolve_environment` is true.
  JobRun run(const std::string& path, bool resolve_environment);
  // One of several: bases, queues, agents and sweeps are passed over, and in a file that was found
  // in a folder other people's documents too.
  JobRun run_among(const Input& input, bool resolve_environment);

 private:
  struct Reading;
  JobRun compile_file(Reading& reading);
  bool is_job(const Document& document, Reading& reading, JobRun& run);
  void compile_document(const Document& document, Reading& reading, JobRun& run);
  std::optional<JobCode> look_at_code(const Compiled& job, JobRun& run, Diagnostics& found);
  void add_builds(JobRun& run) const;

  const JobOptions& options_;
  std::vector<Setting> settings_;
  Workspace workspace_;
  TargetSetup targets_;
  Disk disk_;
  Files files_;
  BuildContexts contexts_;
};

// JobCompiler::run(); that the file cannot be read is said on standard error.
JobRun run_job(const JobOptions& options, const CommonOptions& common);

// Prints findings to standard error as text.
void print_findings(const std::vector<Finding>& findings, const CommonOptions& common);

}  // namespace launch::cli
