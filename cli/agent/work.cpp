#include "cli/agent/work.h"

#include "cli/agent/note.h"
#include "cli/submit/submission_text.h"

namespace launch::cli {
namespace {

using queue::Outcome;
using std::chrono::milliseconds;
using submit::Failure;
using submit::State;
using submit::Submission;

// As W&B's agent (wandb/sdk/launch/agent/agent.py, MAX_RESUME_COUNT): who is preempted more often
// than that does not come forward.
constexpr int kMostResumes = 5;

// The end of a process in a sentence.
std::string end_of(const Submission& submission) {
  std::string words;
  if (submission.last.exit_code && *submission.last.exit_code != 0)
    words = "exit code " + std::to_string(*submission.last.exit_code);
  if (!submission.last.why.empty()) words += (words.empty() ? "" : ": ") + submission.last.why;
  return words;
}

}  // namespace

void Work::run() {
  try {
    handle();
  } catch (const queue::StoreError& error) {
    // The lease runs out, and whoever takes the entry then finds what was begun.
    say(Level::Error, "its queue cannot be told what became of it", error.message);
  } catch (const submit::JournalError& error) {
    say(Level::Error, "the journal cannot be written; others may take it", error.message);
    // Else it would be taken again at once, and again.
    yard_.wait(kLongestPause, [this] { return yard_.leaves() || is_lost(); });
    give_back(false, error.message);
  }
}

void Work::handle() {
  std::optional<queue::Order> what = order();
  if (what && what->build.valid()) {
    const std::string image = image_of(*what);
    what = image.empty() ? std::nullopt : read(image);
  }
  std::optional<Submission> submission;
  if (what) submission = submit(*what);
  if (submission) return follow(*std::move(submission));
  if (finished_) return;
  if (is_lost()) {
    ++yard_.counts.lost;
    return say(Level::Warning, "another agent has it");
  }
  if (is_unwanted()) return finish(Outcome::Removed, "taken out before it was begun");
  if (yard_.leaves()) give_back(false, {});
}

// Nothing when nothing was submitted; what that means has been reported, unless the entry is lost,
// unwanted, or the agent leaves.
std::optional<Submission> Work::submit(const queue::Order& order) {
  const submit::Backend& backend = *submit::find_backend(order.artifact.target);
  const submit::Job job{order.artifact,     order.facts.digest,     order.facts.file,
                        order.facts.run_id, order.secret_variables, order.facts.block};
  submit::SubmitOptions options;
  options.give_up = [this] { return yard_.leaves() || is_lost(); };
  milliseconds pause = kFirstPause;
  for (int unanswered = 0;; ++unanswered) {
    if (yard_.leaves() || is_lost() || (is_unwanted() && !begun_)) return std::nullopt;
    auto result =
        yard_.office.desk().submit_queued(job, backend, options,
                                          {begun_, entry_.again || entry_.resumes > 0,
                                           [this](const Submission& s) { return tell(s); }});
    if (auto* submitted = std::get_if<submit::Submitted>(&result)) {
      say(Level::Info, submitted->already ? "found as " + submitted->submission.id()
                                          : "submitted as " + submitted->submission.id());
      return std::move(submitted->submission);
    }
    if (yard_.leaves() || is_lost()) return std::nullopt;
    if (may_be_elsewhere_) {
      finish(Outcome::Failed, "it was begun on " + begun_on_ +
                                  ", and the engine of this machine knows nothing of it; it may "
                                  "run there");
      return std::nullopt;
    }
    if (!may_try_again(std::get<Failure>(result), unanswered)) return std::nullopt;
    yard_.wait(pause, [this] { return yard_.leaves() || is_lost(); });
    pause = std::min(pause * 2, kLongestRetry);
  }
}

bool Work::may_try_again(const Failure& failure, int unanswered) {
  const bool may_pass =
      failure.kind == Failure::Kind::Unreachable || failure.kind == Failure::Kind::Busy;
  if (is_unwanted() && failure.kind == Failure::Kind::Busy && !begun_) return false;
  if (!may_pass || unanswered + 1 >= kMostTries) {
    finish(Outcome::Failed, failure.words);
    return false;
  }
  say(unanswered == 0 ? Level::Warning : Level::Debug, "cannot be submitted yet", failure.words);
  return true;
}

// Before it is made, and once it is there.
bool Work::tell(const Submission& submission) {
  const bool is_there = submission.progress == submit::Progress::Created;
  if (!is_there && (yard_.leaves() || is_unwanted())) return false;
  may_be_elsewhere_ = !is_there && !begun_on_.empty();
  if (may_be_elsewhere_) return false;
  const queue::Hold hold = yard_.insist([&](queue::Store& store) {
    return store.started(lease_->id, lease_->token, note_of(submission));
  });
  lease_->hold = hold;
  const bool may = is_there || hold == queue::Hold::Held;
  if (may) begun_ = submission;
  return may;
}

void Work::follow(Submission submission) {
  milliseconds pause = kFirstPause;
  while (!is_lost() && !yard_.is_over()) {
    watch(submission);
    if (has_ended(submission)) return report(submission);
    if (must_stop(submission)) stop(submission);
    if (has_ended(submission)) return report(submission);
    const queue::Hold before = lease_->hold;
    yard_.wait(pause, [&] { return lease_->hold != before || yard_.is_over(); });
    pause = std::min(pause * 3 / 2, kLongestPause);
  }
  if (!is_lost()) return give_back(false, {});
  ++yard_.counts.lost;
  say(Level::Warning, "another agent has it");
}

void Work::watch(Submission& submission) {
  const std::optional<Failure> failure = yard_.office.desk().refresh(submission);
  if (failure && answers_) say(Level::Warning, "its backend does not answer", failure->words);
  answers_ = !failure;
  if (submission.last.state == told_) return;
  told_ = submission.last.state;
  if (has_ended(submission)) return;
  say(Level::Info, state_of(submission), end_of(submission));
  const std::string words = state_of(submission);
  yard_.try_once([&](queue::Store& store) { store.say(lease_->id, lease_->token, words); });
}

bool Work::must_stop(const Submission& submission) {
  const Clock::time_point now = Clock::now();
  if (is_unwanted()) {
    if (!unwanted_since_) unwanted_since_ = now;
    stop_why_ = "taken out of its queue";
    return now - *unwanted_since_ >= yard_.settings.stop_grace;
  }
  const State state = submission.last.state;
  const bool waits =
      (state == State::Starting || state == State::Queued) && !submission.last.held_back;
  if (!waits) waits_since_.reset();
  if (waits && !waits_since_) waits_since_ = now;
  const milliseconds most = yard_.settings.start_timeout;
  if (most.count() == 0 || !waits_since_ || now - *waits_since_ < most) return false;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(most).count();
  stop_why_ = "it did not start within " + std::to_string(seconds) + " seconds";
  return true;
}

void Work::stop(Submission& submission) {
  say(Level::Info, "is stopped", stop_why_);
  if (const auto failure = yard_.office.desk().cancel(submission))
    say(Level::Warning, "cannot be stopped", failure->words);
}

void Work::report(const Submission& submission) {
  const State state = submission.last.state;
  std::string words = end_of(submission);
  if (state == State::Succeeded) return finish(Outcome::Done, words);
  const bool preempted = submission.last.preempted && !submission.cancel_asked && !is_unwanted();
  const int resumes = entry_.resumes - entry_.again.value_or(0);  // since people wanted it again
  if (preempted && !never_resumes_ && resumes < kMostResumes) return give_back(true, words);
  if (preempted && never_resumes_) {
    words += "; preempted, and with resume: never no attempt goes on with its run";
  } else if (preempted) {
    words += "; preempted " + std::to_string(resumes + 1) + " times";
  }
  const bool timed_out = !stop_why_.empty() && !is_unwanted();
  if (timed_out) return finish(Outcome::Failed, stop_why_);
  if (state == State::Cancelled) return finish(Outcome::Removed, "cancelled");
  if (words.empty())
    words = submission.last.gone ? "it is not there any more" : state_of(submission);
  finish(Outcome::Failed, words);
}

void Work::finish(Outcome outcome, const std::string& words) {
  finished_ = true;
  const bool held = yard_.insist(
      [&](queue::Store& store) { return store.finish(lease_->id, lease_->token, outcome, words); });
  if (!held) {
    ++yard_.counts.lost;
    lease_->hold = queue::Hold::Lost;
    return say(Level::Warning, "another agent has it");
  }
  if (outcome == Outcome::Done) ++yard_.counts.done;
  if (outcome == Outcome::Failed) ++yard_.counts.failed;
  if (outcome == Outcome::Removed) ++yard_.counts.removed;
  const bool good = outcome != Outcome::Failed;
  say(good ? Level::Info : Level::Error,
      outcome == Outcome::Done     ? "done"
      : outcome == Outcome::Failed ? "failed"
                                   : "removed",
      words);
}

void Work::give_back(bool preempted, const std::string& words) {
  const bool held = yard_.insist([&](queue::Store& store) {
    return store.give_back(lease_->id, lease_->token, preempted, words);
  });
  if (!held) return;
  ++(preempted ? yard_.counts.preempted : yard_.counts.given_back);
  say(preempted ? Level::Warning : Level::Info,
      preempted ? "was preempted, and waits again" : "is left to other agents", words);
}

void Work::say(Level level, std::string_view message, const std::string& why) {
  yard_.log.say(
      level, message,
      {{"entry", entry_.id}, {"queue", entry_.what.queue}, {"job", entry_.what.job}, {"why", why}});
}

}  // namespace launch::cli
