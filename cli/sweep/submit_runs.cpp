#include "cli/sweep/submit_runs.h"

#include <cstdio>

#include "cli/submit/office.h"
#include "cli/submit/submission_text.h"
#include "compiler/spec/spec_digest.h"

namespace launch::cli {
namespace {

class RunsSubmitting {
 public:
  RunsSubmitting(const RunsToSubmit& asked, RunCompiler& compiler, FindingsOnce& said,
                 const Office& office)
      : asked_(asked), compiler_(compiler), said_(said), office_(office) {}

  int run() {
    int code = kOk;
    for (std::uint64_t number = 0; number < asked_.most && code == kOk; ++number) {
      Arena arena;
      sweep::Run run;
      if (!asked_.runs.next(run, arena)) break;
      code = submit(run);
    }
    if (!asked_.json) return code;
    const std::string text = json_of(submissions_);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return code;
  }

 private:
  // Compiled twice: the digest must not know the secrets that the job is filled with.
  int submit(const sweep::Run& run) {
    const JobRun deferred = compiler_.compile(run, false);
    said_.print(deferred.findings);
    if (deferred.exit_code != kOk) return deferred.exit_code;
    const JobRun filled = compiler_.compile(run, true);
    said_.print(filled.findings);
    if (filled.exit_code != kOk) return filled.exit_code;
    const Compiled& job = deferred.jobs[0];
    int code = kOk;
    for (std::size_t i = 0; i < job.artifacts.size() && code == kOk; ++i) {
      const std::string_view target = job.artifacts[i].target;
      submit::Job one{filled.jobs[0].artifacts[i], spec_digest(job.spec, target),
                      absolute_path(asked_.path), std::string(job.spec.run_id.as_string())};
      const Node* block = filled.jobs[0].spec.resource_args.find(target);
      if (block != nullptr) one.block = *block;
      code = submit_one(one, target);
    }
    return code;
  }

  int submit_one(const submit::Job& job, std::string_view target) {
    const submit::Backend* backend = submit::find_backend(target);
    if (backend == nullptr) {
      throw UsageError{asked_.path + ": jobs for target " + std::string(target) +
                       " are rendered, but cannot be submitted by this version"};
    }
    const auto outcome = office_.desk().submit(job, *backend, {});
    if (const auto* failure = std::get_if<submit::Failure>(&outcome)) {
      return report_failure(*failure, asked_.path + ": run " + job.run_id);
    }
    const submit::Submitted& submitted = std::get<submit::Submitted>(outcome);
    if (asked_.json) {
      submissions_.push_back(submitted.submission);
    } else {
      std::printf("run %s %s as %s\n", job.run_id.c_str(),
                  submitted.already ? "already submitted" : "submitted",
                  submitted.submission.id().c_str());
      std::fflush(stdout);
    }
    return kOk;
  }

  const RunsToSubmit& asked_;
  RunCompiler& compiler_;
  FindingsOnce& said_;
  const Office& office_;
  std::vector<submit::Submission> submissions_;
};

}  // namespace

int submit_runs(const RunsToSubmit& asked, RunCompiler& compiler, FindingsOnce& said,
                const CommonOptions& common) {
  const Office office(common);
  return RunsSubmitting(asked, compiler, said, office).run();
}

}  // namespace launch::cli
