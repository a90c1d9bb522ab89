#include "cli/sweep/submit_runs.h"

#include <cstdio>
#include <list>

#include "cli/submit/batch.h"
#include "cli/submit/submission_text.h"
#include "cli/validate/progress.h"

namespace launch::cli {
namespace {

constexpr int kSignalled = 128;

// A run, compiled twice: the digest must not know the secrets that the job is filled with.
struct CompiledRun {
  Arena arena;
  sweep::Run run;
  JobRun deferred, filled;
};

class RunsSubmitting {
 public:
  RunsSubmitting(const RunsToSubmit& asked, RunCompiler& compiler, FindingsOnce& said,
                 const Office& office)
      : asked_(asked),
        compiler_(compiler),
        said_(said),
        office_(office),
        screen_(is_watched_by_people()) {}

  int run() {
    while (next_batch()) submit_batch();
    if (interrupt_.signal() != 0) code_ = kSignalled + interrupt_.signal();
    sum_up();
    if (asked_.json) screen_.print(stdout, json_of(submissions_, others_));
    return code_;
  }

 private:
  bool goes_on() const { return interrupt_.signal() == 0 && (code_ == kOk || asked_.keep_going); }

  // So many that each client has something to do while the next are waited for; not so many that
  // they take memory.
  bool next_batch() {
    compiled_.clear();
    jobs_.clear();
    const std::size_t most = asked_.at_once * 32;
    while (compiled_.size() < most && number_ < asked_.most && goes_on()) {
      CompiledRun& next = compiled_.emplace_back();
      if (!asked_.runs.next(next.run, next.arena)) {
        compiled_.pop_back();
        number_ = asked_.most;
        break;
      }
      ++number_;
      if (!compile(next)) compiled_.pop_back();
    }
    for (const CompiledRun& each : compiled_) plan(each);
    return !jobs_.empty();
  }

  bool compile(CompiledRun& next) {
    next.deferred = compiler_.compile(next.run, false);
    said_.print(next.deferred.findings);
    int code = next.deferred.exit_code;
    if (code == kOk) {
      next.filled = compiler_.compile(next.run, true);
      said_.print(next.filled.findings);
      code = next.filled.exit_code;
    }
    if (code == kOk) return true;
    ++failed_;
    others_.push_back({name_of(next.run), "it has errors"});
    code_ = std::max(code_, code);
    return false;
  }

  std::string name_of(const sweep::Run& run) const {
    return absolute_path(asked_.path) + "#" + run.id;
  }

  void plan(const CompiledRun& each) {
    const Compiled& job = each.deferred.jobs[0];
    for (std::size_t i = 0; i < job.artifacts.size(); ++i) {
      Planned planned = planned_artifact(job, &each.filled.jobs[0], i, asked_.path);
      planned.job = name_of(each.run);
      planned.label = "run " + planned.run_id;
      planned.sources = each.deferred.sources.get();
      jobs_.push_back(std::move(planned));
    }
  }

  void submit_batch() {
    BatchOptions options;
    options.at_once = asked_.at_once;
    options.keep_going = asked_.keep_going;
    options.tells = !asked_.json;
    options.advises_rerun = false;
    options.before = fresh_ + already_ + failed_;
    options.total = total();
    Batch batch(office_, jobs_, options, screen_, interrupt_);
    const std::vector<Outcome>& outcomes = batch.run();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const Outcome& outcome = outcomes[i];
      if (outcome.stage == Outcome::Stage::There) {
        (outcome.already ? already_ : fresh_) += 1;
        if (asked_.json) submissions_.push_back(outcome.submission);
        continue;
      }
      (outcome.stage == Outcome::Stage::Failed ? failed_ : held_) += 1;
      if (asked_.json) others_.push_back({jobs_[i].job, outcome.words});
    }
    code_ = std::max(code_, batch.exit_code());
  }

  // How many there will be, as far as that is known.
  std::size_t total() const {
    const std::optional<std::uint64_t> all = asked_.runs.size();
    return std::min<std::uint64_t>(asked_.most, all.value_or(asked_.most));
  }

  void sum_up() {
    const std::size_t all = fresh_ + already_ + failed_ + held_;
    if (all < 2) return;
    const auto counted = [](std::size_t count, const char* what) {
      return count == 0 ? std::string() : ", " + std::to_string(count) + " " + what;
    };
    std::string text = std::to_string(all) + " runs: " + std::to_string(fresh_) + " submitted" +
                       counted(already_, "submitted before") +
                       counted(failed_, "failed to be submitted") + counted(held_, "not submitted");
    if (interrupt_.signal() != 0) {
      text += " (interrupted; the same call goes on from there)";
    } else if (failed_ > 0 && !asked_.keep_going) {
      text += " (--keep-going goes on after a failure)";
    }
    screen_.print(stderr, text + "\n");
  }

  const RunsToSubmit& asked_;
  RunCompiler& compiler_;
  FindingsOnce& said_;
  const Office& office_;
  const Interrupt interrupt_;
  Screen screen_;
  std::list<CompiledRun> compiled_;  // a list: plans point into them
  std::vector<Planned> jobs_;
  std::uint64_t number_ = 0;  // runs that were asked for
  std::size_t fresh_ = 0, already_ = 0, failed_ = 0, held_ = 0;
  int code_ = kOk;
  std::vector<submit::Submission> submissions_;  // for JSON, one document
  std::vector<Unsubmitted> others_;
};

}  // namespace

int submit_runs(const RunsToSubmit& asked, RunCompiler& compiler, FindingsOnce& said,
                const CommonOptions& common) {
  const Office office(common);
  return RunsSubmitting(asked, compiler, said, office).run();
}

}  // namespace launch::cli
