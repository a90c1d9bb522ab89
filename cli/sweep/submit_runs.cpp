#include "cli/sweep/submit_runs.h"

#include <cstdio>
#include <list>

#include "cli/submit/batch.h"
#include "cli/submit/submission_text.h"
#include "cli/validate/progress.h"

namespace launch::cli {
namespace {

using Clock = std::chrono::steady_clock;

// "run 6k3uex2v"
constexpr std::size_t kLabelWidth = 12;

class RunsSubmitting {
 public:
  RunsSubmitting(const RunsToSubmit& asked, RunPlanner planner, const Office& office,
                 std::optional<Clock::time_point> deadline)
      : asked_(asked),
        planner_(std::move(planner)),
        office_(office),
        deadline_(deadline),
        screen_(is_watched_by_people()),
        logs_(office, screen_, kLabelWidth),
        in_{office_, screen_, interrupt_, asked.flags.follow.logs ? &logs_ : nullptr} {}

  int run() {
    while (next_batch()) submit_batch();
    if (is_late() && !exhausted_) code_ = std::max<int>(code_, kUnreachable);
    sum_up();
    if (asked_.json) screen_.print(stdout, json_of(submissions_, others_));
    const int code = stay();
    return interrupt_.signal() != 0 ? kSignalled + interrupt_.signal() : std::max(code_, code);
  }

 private:
  bool is_late() const { return deadline_ && Clock::now() >= *deadline_; }
  bool goes_on() const {
    return interrupt_.signal() == 0 && !is_late() && (code_ == kOk || asked_.flags.keep_going);
  }

  // So many that each client has something to do while the next are waited for; not so many that
  // they take memory.
  bool next_batch() {
    runs_.clear();
    jobs_.clear();
    const std::size_t most = asked_.flags.at_once * 32;
    while (runs_.size() < most && !exhausted_ && goes_on()) {
      PlannedRun& next = runs_.emplace_back();
      if (!planner_.next(next)) {
        exhausted_ = true;
      } else if (next.code != kOk) {
        ++failed_;
        others_.push_back({next.name, "it has errors"});
        code_ = std::max(code_, next.code);
      }
      for (Planned& each : next.planned) jobs_.push_back(std::move(each));
    }
    return !jobs_.empty();
  }

  void submit_batch() {
    BatchOptions options;
    options.at_once = asked_.flags.at_once;
    options.keep_going = asked_.flags.keep_going;
    options.rerun = asked_.flags.rerun;
    options.tells = !asked_.json;
    options.advises_rerun = false;
    options.deadline = deadline_;
    options.before = fresh_ + already_ + failed_;
    options.total = total();
    if (in_.logs != nullptr) {
      options.created = [this](const submit::Submission& submission, const std::string& label) {
        logs_.show(submission, label);
      };
    }
    Batch batch(office_, jobs_, options, screen_, interrupt_);
    const std::vector<Outcome>& outcomes = batch.run();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const Outcome& outcome = outcomes[i];
      if (outcome.stage == Outcome::Stage::There) {
        (outcome.already ? already_ : fresh_) += 1;
        if (keeps()) submissions_.push_back(outcome.submission);
        continue;
      }
      (outcome.stage == Outcome::Stage::Failed ? failed_ : held_) += 1;
      if (asked_.json) others_.push_back({jobs_[i].job, outcome.words});
    }
    code_ = std::max(code_, batch.exit_code());
  }

  // Whether submissions are of use when all are made.
  bool keeps() const {
    return asked_.json || asked_.flags.stays() || asked_.flags.follow.cancel_on_interrupt;
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
    } else if (is_late() && (held_ > 0 || !exhausted_)) {
      text += " (the time is over; the same call goes on from there)";
    } else if (failed_ > 0 && !asked_.flags.keep_going) {
      text += " (--keep-going goes on after a failure)";
    }
    screen_.print(stderr, text + "\n");
  }

  int stay() {
    FollowOptions options = asked_.flags.follow;
    options.deadline = deadline_;
    if (interrupt_.signal() != 0) {
      logs_.stop();
      // That runs go on has been said of all of them.
      return options.cancel_on_interrupt ? leave(in_, submissions_, options) : kOk;
    }
    if (!asked_.flags.stays() || submissions_.empty()) return kOk;
    return follow(in_, std::move(submissions_), options);
  }

  const RunsToSubmit& asked_;
  RunPlanner planner_;
  const Office& office_;
  const std::optional<Clock::time_point> deadline_;
  const Interrupt interrupt_;
  Screen screen_;
  JobLogs logs_;
  Surroundings in_;
  std::list<PlannedRun> runs_;  // a list: jobs point into them
  std::vector<Planned> jobs_;
  bool exhausted_ = false;
  std::size_t fresh_ = 0, already_ = 0, failed_ = 0, held_ = 0;
  int code_ = kOk;
  std::vector<submit::Submission> submissions_;  // keeps()
  std::vector<Unsubmitted> others_;
};

}  // namespace

int submit_runs(const RunsToSubmit& asked, RunCompiler& compiler, FindingsOnce& said,
                const CommonOptions& common) {
  Office office(common);
  const std::optional<Clock::time_point> deadline = office.hurry(asked.flags.timeout);
  return RunsSubmitting(asked, RunPlanner(asked, compiler, said), office, deadline).run();
}

}  // namespace launch::cli
