// What became of submissions: asked of the backend, never guessed.
#include <thread>

#include "submit/secrets.h"
#include "submit/submit.h"

namespace launch::submit {
namespace {

Failure unknown_backend(const std::string& target) {
  return {Failure::Kind::Refused, "this version of launch cannot ask about target " + target};
}

bool at_once() { return true; }

constexpr std::chrono::milliseconds kLongestPause(2000);

}  // namespace

Failure garbled(const Finished& finished, const std::string& client) {
  return {Failure::Kind::Unreachable,
          quoted(client) +
              " ended well, and what it printed is no answer: " + quoted(words_of(finished.out))};
}

std::variant<Finished, Failure> Desk::ask(const Command& command, const Backend& backend) const {
  return ask(command, backend, patience_);
}

std::variant<Finished, Failure> Desk::ask(const Command& command, const Backend& backend,
                                          std::chrono::milliseconds patience) const {
  Finished answer = run(command, {patience});
  if (!answer.good()) return failure_of(backend, answer, client_(backend));
  return answer;
}

// What the call came to. A client that fails may have created something all the same.
std::optional<Failure> Desk::settle(Submission& submission, const Backend& backend,
                                    const Finished& created) const {
  const bool may_tell = created.good() || backend.may_fail_afterwards;
  const std::string id = may_tell ? backend.created_id(created) : "";
  if (!id.empty()) {
    submission.backend_id = id;
    submission.last = {State::Starting, {}, {}};
    write(submission, Progress::Created);
    return std::nullopt;
  }
  Failure failure = created.good() ? garbled(created, client_(backend))
                                   : failure_of(backend, created, client_(backend));
  const bool is_lost =
      !created.good() && backend.never_arrived != nullptr && backend.never_arrived(created);
  if (failure.kind == Failure::Kind::NoClient || is_lost) {
    write(submission, Progress::Lost);
    return failure;
  }
  if (find_out(submission, backend)) return failure;  // stays begun: it is asked again next time
  if (submission.progress == Progress::Created) return std::nullopt;
  // Where nobody said no, what was sent may still arrive.
  const bool may_arrive = failure.kind == Failure::Kind::Unreachable;
  write(submission, may_arrive ? Progress::Begun : Progress::Refused);
  return failure;
}

// Asks by the mark; changes nothing.
std::variant<Found, Failure> Desk::look_for(const Submission& submission,
                                            const Backend& backend) const {
  const std::string client = client_(backend);
  const Finished asked = run(backend.find(submission, client), {patience_});
  const bool is_absent =
      !asked.good() && backend.says_absent != nullptr && backend.says_absent(asked);
  if (is_absent) return Found{};
  if (!asked.good()) return failure_of(backend, asked, client);
  Found found = backend.read_found(asked);
  if (!found.understood) return garbled(asked, client);
  return found;
}

// What exists without ever having started is taken away: it was caught between
// its creation and its start, and would be in the way of the next attempt.
std::optional<Failure> Desk::find_out(Submission& submission, const Backend& backend) const {
  const std::string client = client_(backend);
  const std::variant<Found, Failure> looked = look_for(submission, backend);
  if (const auto* failure = std::get_if<Failure>(&looked)) return *failure;
  Found found = std::get<Found>(looked);
  if (!found.there && !found.undecided.empty())
    return Failure{Failure::Kind::Undecided, std::move(found.undecided)};
  if (found.there && found.never_started) {
    submission.backend_id = found.backend_id;
    const auto taken = ask(backend.discard(submission, client), backend);
    const auto* failure = std::get_if<Failure>(&taken);
    if (failure == nullptr) {
      submission.backend_id.clear();
      write(submission, Progress::Lost);
      return std::nullopt;
    }
    // Refused: its start had been asked for, and has come through meanwhile.
    const auto again = ask(backend.find(submission, client), backend);
    if (!std::holds_alternative<Finished>(again)) return *failure;
    found = backend.read_found(std::get<Finished>(again));
    if (!found.there || found.never_started) return *failure;
  }
  submission.backend_id = found.backend_id;
  submission.may_lack_beside = found.may_lack_beside;
  submission.last = {found.there ? State::Starting : State::Unknown, {}, {}};
  write(submission, found.there ? Progress::Created : Progress::Lost);
  return std::nullopt;
}

std::optional<Failure> Desk::observe(Submission& submission, const Backend& backend) const {
  const auto asked = ask(backend.observe(submission, client_(backend)), backend);
  Observation seen;
  if (const auto* failure = std::get_if<Failure>(&asked)) {
    if (failure->kind != Failure::Kind::Refused) return *failure;
    seen.why = failure->words;
    seen.gone = true;
  } else {
    seen = backend.read_observed(std::get<Finished>(asked));
  }
  const bool may_be_stopped = seen.state == State::Failed || seen.gone ||
                              (seen.state == State::Succeeded && backend.stopped_may_look_good);
  // Somebody else's `launch cancel` may have been it.
  if (may_be_stopped && !submission.cancel_asked) {
    Submission known = submission;
    if (reread(known)) submission.cancel_asked = known.cancel_asked;
  }
  if (submission.cancel_asked && may_be_stopped) {
    seen.state = State::Cancelled;
    if (seen.gone) seen.why.clear();
  }
  seen.why = masked(seen.why, values_of(submission.secret_variables));
  // Its pods were seen to be taken away, and are gone by now.
  if (submission.last.preempted && seen.state != State::Succeeded) seen.preempted = true;
  const bool same = seen.state == submission.last.state && seen.why == submission.last.why &&
                    seen.exit_code == submission.last.exit_code &&
                    seen.preempted == submission.last.preempted;
  submission.last = std::move(seen);
  if (!same) journal_.write(submission);
  return std::nullopt;
}

// As the journal has it by now; false when it knows nothing of it.
bool Desk::reread(Submission& submission) const {
  for (Submission& each : journal_.read(submission.digest).submissions) {
    const bool same = each.digest == submission.digest && each.attempt == submission.attempt;
    if (!same) continue;
    submission = std::move(each);
    return true;
  }
  return false;
}

std::optional<Failure> Desk::refresh(Submission& submission) const {
  return masked(look_after(submission), submission);
}

std::optional<Failure> Desk::look_after(Submission& submission) const {
  const Backend* backend = find_backend(submission.target);
  if (backend == nullptr) return unknown_backend(submission.target);
  if (submission.progress == Progress::Begun) {
    const std::optional<Lock> lock = journal_.lock(submission.digest, at_once);
    // Whoever has the lock is still at it, and finds out by himself.
    if (!lock) return std::nullopt;
    reread(submission);
    if (submission.progress == Progress::Begun) {
      if (std::optional<Failure> failure = find_out(submission, *backend)) return failure;
    }
  }
  if (submission.progress != Progress::Created || is_final(submission.last.state))
    return std::nullopt;
  return observe(submission, *backend);
}

std::optional<Failure> Desk::cancel(Submission& submission) const {
  return masked(stop(submission), submission);
}

std::optional<Failure> Desk::stop(Submission& submission) const {
  if (std::optional<Failure> failure = look_after(submission)) return failure;
  if (submission.progress == Progress::Begun) return busy();
  const bool is_there = submission.progress == Progress::Created && !submission.last.gone &&
                        !is_final(submission.last.state);
  if (!is_there) return std::nullopt;
  const Backend* backend = find_backend(submission.target);
  submission.cancel_asked = true;
  journal_.write(submission);
  const auto asked = ask(backend->cancel(submission, client_(*backend)), *backend,
                         patience_ < kPatience ? patience_ : kStopPatience);
  if (const auto* failure = std::get_if<Failure>(&asked)) {
    // Nobody stopped it: should it end well, then by itself.
    submission.cancel_asked = false;
    journal_.write(submission);
    return *failure;
  }
  return see_off(submission, *backend);
}

// Until it has ended, where that is soon.
std::optional<Failure> Desk::see_off(Submission& submission, const Backend& backend) const {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point until = Clock::now() + patience_;
  for (std::chrono::milliseconds pause(100);; pause = std::min(pause * 3 / 2, kLongestPause)) {
    if (std::optional<Failure> failure = look_after(submission)) return failure;
    const bool has_ended = submission.last.gone || is_final(submission.last.state);
    if (has_ended || !backend.stops_soon || Clock::now() + pause > until) return std::nullopt;
    std::this_thread::sleep_for(pause);
  }
}

std::optional<Failure> Desk::prune(Submission& submission) const {
  return masked(take_away(submission), submission);
}

std::optional<Failure> Desk::take_away(Submission& submission) const {
  if (submission.pruned) return std::nullopt;
  if (std::optional<Failure> failure = look_after(submission)) return failure;
  const Backend* backend = find_backend(submission.target);
  const bool may_go = submission.progress == Progress::Created &&
                      (is_final(submission.last.state) || submission.last.gone);
  if (!may_go || backend->remove == nullptr) return std::nullopt;
  if (!submission.last.gone) {
    const auto asked = ask(backend->remove(submission, client_(*backend)), *backend);
    const auto* failure = std::get_if<Failure>(&asked);
    // Refused: somebody else was quicker, or it cannot be removed; what is left says which.
    if (failure != nullptr) {
      Submission looked = submission;
      looked.last = {};
      const std::optional<Failure> unseen = observe(looked, *backend);
      if (unseen || !looked.last.gone) return *failure;
    }
  }
  submission.pruned = true;
  journal_.write(submission);
  return std::nullopt;
}

}  // namespace launch::submit
