#include "cli/submit/batch.h"

#include <algorithm>
#include <thread>

#include "cli/submit/submission_text.h"
#include "cli/workers.h"

namespace launch::cli {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using submit::Failure;
using submit::State;
using submit::Submission;

constexpr milliseconds kTick{100};
constexpr milliseconds kSlowest{5000};

}  // namespace

Batch::Batch(const Office& office, const std::vector<Planned>& jobs, const BatchOptions& options,
             Screen& screen, const Interrupt& interrupt)
    : office_(office),
      jobs_(jobs),
      options_(options),
      screen_(screen),
      interrupt_(interrupt),
      outcomes_(jobs.size()) {}

const std::vector<Outcome>& Batch::run() {
  for (const Planned& job : jobs_) {
    if (job.needs.empty()) continue;
    const graph::Need& first = job.needs.front();
    const std::string more =
        job.needs.size() > 1 ? " and " + std::to_string(job.needs.size() - 1) + " more" : "";
    screen_.print(stderr, "launch: " + job.label + " waits for " + jobs_[first.producer].label +
                              ", which makes " + launch::quoted(first.artifact) + more + "\n");
  }
  std::vector<std::thread> threads;
  const std::size_t count = std::min(options_.at_once, jobs_.size());
  for (std::size_t i = 0; i < count; ++i) threads.emplace_back([this] { work(); });
  watch();
  for (std::thread& thread : threads) thread.join();
  screen_.status({});
  if (bug_) std::rethrow_exception(bug_);
  return outcomes_;
}

void Batch::work() {
  Lock lock(mutex_);
  while (const std::optional<std::size_t> job = take(lock)) {
    lock.unlock();
    Outcome outcome;
    try {
      outcome = call(jobs_[*job]);
    } catch (...) {
      lock.lock();
      bug_ = std::current_exception();
      stops_ = true;
      outcomes_[*job].stage = Stage::Failed;
      changed_.notify_all();
      return;
    }
    if (outcome.stage == Stage::There && options_.created)
      options_.created(outcome.submission, jobs_[*job].label);
    lock.lock();
    if (outcome.stage == Stage::Failed && !options_.keep_going) stops_ = true;
    outcomes_[*job] = std::move(outcome);
    hold_back();
    tell();
    changed_.notify_all();
  }
}

// The next that can be begun; nothing when none ever will.
std::optional<std::size_t> Batch::take(Lock& lock) {
  for (;;) {
    hold_back();
    bool any_waits = false;
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
      if (outcomes_[i].stage != Stage::Waiting) continue;
      any_waits = true;
      if (!is_ready(i)) continue;
      outcomes_[i].stage = Stage::Calling;
      return i;
    }
    if (!any_waits) return std::nullopt;
    changed_.wait(lock);
  }
}

Outcome Batch::call(const Planned& job) const {
  submit::SubmitOptions calls;
  calls.rerun = options_.rerun;
  calls.give_up = [this] { return gives_up_.load(); };
  if (options_.deadline) {
    const auto left = std::chrono::duration_cast<milliseconds>(*options_.deadline - Clock::now());
    calls.timeout = std::max(left, milliseconds(1));
  }
  Outcome outcome;
  try {
    auto result = office_.desk().submit(
        {*job.filled, job.digest, job.job, job.run_id, job.secret_variables, job.block},
        *job.backend, calls);
    if (auto* submitted = std::get_if<submit::Submitted>(&result)) {
      outcome.stage = Stage::There;
      outcome.submission = std::move(submitted->submission);
      outcome.already = submitted->already;
      return outcome;
    }
    const Failure& failure = std::get<Failure>(result);
    outcome.words = text_of(failure, job.label);
    outcome.code = code_of(failure);
  } catch (const submit::JournalError& error) {
    outcome.words = "launch: " + job.label + ": " + error.message +
                    "; LAUNCH_STATE_DIR names another folder for the journal\n";
    outcome.code = kUnreachable;
  }
  outcome.stage = Stage::Failed;
  return outcome;
}

// On the thread that everybody waits for: looks after producers, signals and the time.
void Batch::watch() {
  milliseconds pause = kTick;
  Clock::time_point next = Clock::now();
  Lock lock(mutex_);
  while (!is_over()) {
    screen_.status(moment());
    changed_.wait_for(lock, kTick);
    const bool late = options_.deadline && Clock::now() >= *options_.deadline;
    if (interrupt_.signal() != 0 || late) {
      stops_ = true;
      gives_up_ = true;
    }
    if (Clock::now() >= next && !stops_) {
      refresh_producers(lock);
      pause = std::min(pause * 3 / 2, kSlowest);
      if (unanswered_ > 0) pause = std::max(pause, kUnansweredPause);
      next = Clock::now() + pause;
    }
    hold_back();
    tell();
    changed_.notify_all();
  }
}

// Those that somebody waits for.
void Batch::refresh_producers(Lock& lock) {
  std::vector<std::size_t> asked;
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    if (outcomes_[i].stage != Stage::Waiting) continue;
    for (const graph::Need& need : jobs_[i].needs) {
      const Outcome& producer = outcomes_[need.producer];
      if (producer.stage == Stage::There && !has_ended(producer.submission))
        asked.push_back(need.producer);
    }
  }
  std::sort(asked.begin(), asked.end());
  asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
  std::vector<Submission> seen;
  for (const std::size_t job : asked) seen.push_back(outcomes_[job].submission);
  std::vector<std::optional<Failure>> failures(asked.size());
  lock.unlock();
  run_each(asked.size(), options_.at_once, [&](std::size_t i) { failures[i] = look(seen[i]); });
  lock.lock();
  bool answered = true;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    Outcome& outcome = outcomes_[asked[i]];
    answered = answered && !failures[i];
    const bool is_new = seen[i].last.state != outcome.submission.last.state;
    outcome.submission = std::move(seen[i]);
    if (is_new) screen_.print(stderr, one_line(outcome.submission) + "\n");
    if (failures[i] && unanswered_ + 1 == kMostUnanswered) {
      screen_.print(stderr, text_of(*failures[i], jobs_[asked[i]].label));
      outcome.code = code_of(*failures[i]);
      stops_ = true;
    }
  }
  unanswered_ = answered ? 0 : unanswered_ + 1;
}

std::optional<Failure> Batch::look(Submission& submission) const {
  try {
    return office_.desk().refresh(submission);
  } catch (const submit::JournalError& error) {
    return Failure{Failure::Kind::Unreachable, error.message};
  }
}

// Those that will not be submitted any more, and those that wait for them.
void Batch::hold_back() {
  bool any = true;
  while (any) {
    any = false;
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
      Outcome& outcome = outcomes_[i];
      if (outcome.stage != Stage::Waiting) continue;
      for (const graph::Need& need : jobs_[i].needs) {
        const std::string why = missing(need);
        if (why.empty() || !outcome.words.empty()) continue;
        outcome.words = "launch: " + jobs_[i].label + " is not submitted: " + why + "\n";
        outcome.code = kFindings;
      }
      if (outcome.words.empty() && !stops_) continue;
      if (!outcome.words.empty() && !options_.keep_going) stops_ = true;
      outcome.stage = Stage::Held;
      any = true;
    }
  }
}

bool Batch::is_ready(std::size_t job) const {
  return std::all_of(jobs_[job].needs.begin(), jobs_[job].needs.end(), [&](const auto& need) {
    const Outcome& producer = outcomes_[need.producer];
    return producer.stage == Stage::There && producer.submission.last.state == State::Succeeded;
  });
}

// Why what is needed will never come; empty as long as it may.
std::string Batch::missing(const graph::Need& need) const {
  const Outcome& producer = outcomes_[need.producer];
  const std::string which =
      jobs_[need.producer].label + ", which makes " + launch::quoted(need.artifact) + ", ";
  if (producer.stage == Stage::Failed || (producer.stage == Stage::Held && !stops_))
    return which + "was not submitted either";
  if (producer.stage != Stage::There || !has_ended(producer.submission)) return {};
  if (producer.submission.last.state == State::Succeeded) return {};
  const bool failed = producer.submission.last.state == State::Failed;
  return which + (failed ? "failed" : "ended as " + state_of(producer.submission)) +
         (producer.already ? ", when it was submitted before" : "");
}

// In the order given: who is not done yet holds up those behind.
void Batch::tell() {
  for (; told_ < jobs_.size() && is_decided(told_); ++told_) {
    const Outcome& outcome = outcomes_[told_];
    if (!outcome.words.empty()) screen_.print(stderr, outcome.words);
    if (outcome.stage != Stage::There || !options_.tells) continue;
    screen_.print(
        stdout, jobs_[told_].label +
                    (outcome.already ? " already submitted as " : " submitted as ") +
                    outcome.submission.id() +
                    (outcome.already && options_.advises_rerun ? "; --rerun submits it once more\n"
                                                               : "\n"));
  }
}

std::string Batch::moment() const {
  std::size_t there = 0;
  std::size_t calling = 0;
  std::size_t waiting = 0;
  for (const Outcome& outcome : outcomes_) {
    there += outcome.stage == Stage::There ? 1 : 0;
    calling += outcome.stage == Stage::Calling ? 1 : 0;
    waiting += outcome.stage == Stage::Waiting ? 1 : 0;
  }
  const std::size_t total = std::max(options_.total, jobs_.size());
  waiting += total - options_.before - jobs_.size();
  there += options_.before;
  return std::to_string(there) + " of " + std::to_string(total) + " submitted, " +
         std::to_string(calling) + " at it, " + std::to_string(waiting) + " waiting";
}

bool Batch::is_decided(std::size_t job) const {
  return outcomes_[job].stage != Stage::Waiting && outcomes_[job].stage != Stage::Calling;
}

bool Batch::is_over() const {
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    if (!is_decided(i)) return false;
  }
  return true;
}

int Batch::exit_code() const {
  int code = kOk;
  for (const Outcome& outcome : outcomes_) code = std::max(code, outcome.code);
  return code;
}

}  // namespace launch::cli
