#include "submit/submit.h"

#include <cstdio>
#include <mutex>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/job_run.h"
#include "cli/submit/follow.h"
#include "cli/submit/submission_text.h"
#include "cli/workers.h"
#include "cli/write_out.h"
#include "compiler/spec/shell_words.h"
#include "compiler/spec/spec_digest.h"
#include "compiler/target/words.h"

namespace launch::cli {
namespace {

struct SubmitOptions {
  std::vector<std::string> jobs;
  JobOptions job;
  bool dry_run = false;
  bool wait = false;
  bool rerun = false;
  bool keep_going = false;
  std::string format = "text";
  std::string timeout;
  FollowOptions follow;
  CommonOptions common;
};

// One artifact to submit, and how it is known.
struct Planned {
  const Artifact* filled;    // with secrets
  const Artifact* deferred;  // as people may see it
  const submit::Backend* backend;
  std::string digest, file, run_id;
};

// A file, compiled twice: its digest and what is shown must not know the secrets that it is filled
// with.
struct File {
  JobRun filled, deferred;
};

File compile_file(const std::string& path, const SubmitOptions& options) {
  JobOptions job = options.job;
  job.job = path;
  job.resolve_environment = false;
  File file{{}, run_job(job, options.common)};
  // Nothing is filled in for a call that is only shown.
  if (file.deferred.exit_code != kOk || options.dry_run) return file;
  job.resolve_environment = true;
  file.filled = run_job(job, options.common);
  return file;
}

// Throws UsageError for a target that nothing can be submitted to.
void plan(const File& file, const std::string& path, std::vector<Planned>& planned) {
  const std::vector<Compiled>& filled =
      file.filled.jobs.empty() ? file.deferred.jobs : file.filled.jobs;
  for (std::size_t i = 0; i < file.deferred.jobs.size(); ++i) {
    const Compiled& job = file.deferred.jobs[i];
    for (std::size_t a = 0; a < job.artifacts.size(); ++a) {
      const Artifact& artifact = job.artifacts[a];
      const submit::Backend* backend = submit::find_backend(artifact.target);
      if (backend == nullptr) {
        throw UsageError{path + ": jobs for target " + std::string(artifact.target) +
                         " are rendered, but cannot be submitted by this version"};
      }
      planned.push_back({&filled[i].artifacts[a], &artifact, backend,
                         spec_digest(job.spec, artifact.target), absolute_path(path),
                         std::string(job.spec.run_id.as_string())});
    }
  }
}

// What would be called, with secrets as the names of the variables that they come from.
std::string call_of(const Planned& planned, const Office& office) {
  submit::Submission submission;
  submission.digest = planned.digest;
  submission.name = submit::name_for(planned.digest, 1);
  const submit::Command command =
      planned.backend->create(*planned.deferred, submission, office.client(*planned.backend));
  // Variables as `launch render` writes them, with macros as the shell's own.
  std::string line = shell_line({{}, std::get<Argv>(planned.deferred->content).environment});
  for (const std::string& word : command.argv) {
    line += (&word == command.argv.data() ? "" : " ") + shell_quote(word);
  }
  return line + "\n";
}

class Submitting {
 public:
  Submitting(const SubmitOptions& options, const Office& office, std::vector<Planned> planned)
      : options_(options), office_(office), planned_(std::move(planned)) {
    results_.resize(planned_.size());
    if (!options.timeout.empty()) calls_.timeout = duration_of("--timeout", options.timeout);
    calls_.rerun = options.rerun;
  }

  int run() {
    constexpr std::size_t kAtOnce = 4;
    run_each(planned_.size(), options_.keep_going ? kAtOnce : 1,
             [&](std::size_t i) { submit_one(i); });
    for (auto& result : results_) {
      if (result) submissions_.push_back(result->submission);
    }
    if (options_.format == "json") {
      const std::string text = json_of(submissions_);
      std::fwrite(text.data(), 1, text.size(), stdout);
    }
    const bool stays = options_.wait || options_.follow.logs;
    if (!stays || submissions_.empty()) return code_;
    FollowOptions follow_options = options_.follow;
    follow_options.timeout = calls_.timeout;
    const int followed = follow(office_, submissions_, follow_options);
    return code_ == kOk ? followed : code_;
  }

 private:
  void submit_one(std::size_t i) {
    const Planned& job = planned_[i];
    {
      const std::lock_guard lock(mutex_);
      if (code_ != kOk && !options_.keep_going) return;
    }
    const auto outcome = office_.desk().submit({*job.filled, job.digest, job.file, job.run_id},
                                               *job.backend, calls_);
    const std::lock_guard lock(mutex_);
    if (const auto* failure = std::get_if<submit::Failure>(&outcome)) {
      code_ = report_failure(*failure, path_from_here(job.file));
      return;
    }
    results_[i] = std::get<submit::Submitted>(outcome);
    if (options_.format == "text") tell(*results_[i]);
  }

  static void tell(const submit::Submitted& submitted) {
    const submit::Submission& submission = submitted.submission;
    std::printf("%s %s as %s%s\n", path_from_here(submission.job).c_str(),
                submitted.already ? "already submitted" : "submitted", submission.id().c_str(),
                submitted.already ? "; --rerun submits it once more" : "");
    std::fflush(stdout);
  }

  const SubmitOptions& options_;
  const Office& office_;
  std::vector<Planned> planned_;
  submit::SubmitOptions calls_;
  std::mutex mutex_;
  std::vector<std::optional<submit::Submitted>> results_;
  std::vector<submit::Submission> submissions_;
  int code_ = kOk;
};

int submit_jobs(const SubmitOptions& options) {
  const Office office(options.common);
  std::vector<File> files;
  int code = kOk;
  for (const std::string& path : options.jobs) {
    files.push_back(compile_file(path, options));
    const bool is_filled = !files.back().filled.jobs.empty();
    const JobRun& last = is_filled ? files.back().filled : files.back().deferred;
    print_findings(last.findings, options.common);
    code = std::max(code, last.exit_code);
  }
  // Nothing is submitted while anything is wrong with what was asked for.
  if (code != kOk) return code;
  std::vector<Planned> planned;
  for (std::size_t i = 0; i < files.size(); ++i) plan(files[i], options.jobs[i], planned);
  if (options.dry_run) {
    std::string text;
    for (const Planned& each : planned) text += call_of(each, office);
    return write_out(text, "");
  }
  return Submitting(options, office, std::move(planned)).run();
}

}  // namespace

void add_submit(Program& program) {
  auto [command, options] = program.add<SubmitOptions>(
      "submit", "Run jobs where their queues say, each once", submit_jobs);
  command.add_option("JOB", options.jobs, "Job files, or - for standard input")
      ->required()
      ->type_name(kFileValue);
  add_job_flags(command, options.job);
  command.add_flag("--dry-run", options.dry_run, "Print what would be called, and call nothing");
  command.add_flag("--wait", options.wait, "Wait until the jobs have ended");
  command.add_flag("--logs", options.follow.logs, "Show what the jobs print, and wait");
  command.add_flag("--rerun", options.rerun, "Submit once more what was submitted before");
  command.add_flag("--keep-going", options.keep_going,
                   "Go on with the other jobs when one cannot be submitted, four at a time");
  command.add_flag("--cancel-on-interrupt", options.follow.cancel_on_interrupt,
                   "Cancel the jobs on Ctrl-C or SIGTERM; without it they go on");
  command.add_option("--timeout", options.timeout,
                     "How long a call of a client, and waiting, may take: 90s, 15m, 2h");
  offer(command.add_option("--format", options.format, "text or json"), {"text", "json"});
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
