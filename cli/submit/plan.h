// What a call of `launch submit` is about: jobs compiled, and who waits for whom.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/build/build_file.h"
#include "cli/inputs.h"
#include "cli/job_run.h"
#include "compiler/graph/order.h"
#include "submit/backend.h"

namespace launch::cli {

// One thing to create.
struct Planned {
  const Artifact* filled = nullptr;    // with secrets; null when nothing is to be created
  const Artifact* deferred = nullptr;  // as people may see it
  const submit::Backend* backend = nullptr;
  std::string digest, run_id;
  std::string job;                            // as the journal names it
  std::string label;                          // as people do
  std::vector<graph::Need> needs;             // places in the plan
  std::vector<std::string> secret_variables;  // of the environment, that it takes something from
  const SourceMap* sources = nullptr;         // of `deferred`
  Node block;                                 // of its target
  const Spec* spec = nullptr;                 // of `deferred`
  std::string build{};  // the call that makes its image first, as people may see it
};

// The variables of the environment that a job takes something from.
std::vector<std::string> secret_variables_of(const Compiled& job, const Artifact& artifact);

// One artifact of a compiled job, to be created; `filled` is the same job with its secrets, or
// null. Whoever plans it adds how it is called and where it comes from. Throws UsageError, with
// `name` in it, when nothing can be submitted to its target.
Planned planned_artifact(const Compiled& job, const Compiled* filled, std::size_t artifact,
                         const std::string& name);

struct PlanOptions {
  std::vector<std::string> paths;
  JobOptions job;
  bool fills = true;                  // secrets are filled in; without, nothing can be created
  std::optional<BuildOptions> build;  // how missing images are built; nothing: they are not
  // Others will build them: branches and tags of their code are kept as the commits they are now.
  bool pins = false;
  CommonOptions common;
};

class Plan {
 public:
  // Reads and compiles everything, and prints what is wrong. Throws UsageError for jobs that cannot
  // be submitted, none at all, and artifacts that go round in a circle.
  Plan(const PlanOptions& options, const Workspace& workspace);

  // kOk, or why nothing may be submitted.
  int exit_code() const { return exit_code_; }
  const std::vector<Planned>& jobs() const { return jobs_; }

 private:
  struct File {
    JobOptions job;
    JobRun deferred, filled;
    std::optional<std::vector<Artifact>> for_wandb;  // by job, where they go to queues of W&B's
  };
  static void compile_file(File& file, const PlanOptions& options, const Workspace& workspace);
  void build_images(const PlanOptions& options, const Workspace& workspace);
  void pin_commits(const PlanOptions& options, const Workspace& workspace);
  void compile_files(const PlanOptions& options, const std::vector<Input>& inputs,
                     const Workspace& workspace);
  void plan_file(const File& file, const Input& input);
  void link(const Workspace& workspace);

  std::vector<File> files_;
  std::vector<Planned> jobs_;
  std::vector<const File*> file_of_;            // of each compiled job
  std::vector<const Compiled*> compiled_;       // every job of every file
  std::vector<std::vector<std::size_t>> made_;  // what is planned of it
  int exit_code_ = kOk;
};

}  // namespace launch::cli
