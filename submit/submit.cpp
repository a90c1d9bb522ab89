#include "submit/submit.h"

#include <cstdlib>

namespace launch::submit {

std::string name_for(const std::string& digest, int attempt) {
  return "launch-" + digest.substr(0, 12) + "-" + std::to_string(attempt);
}

namespace {

// An attempt that never came to be leaves its number to the next.
int next_attempt(const std::optional<Submission>& last) {
  if (!last) return 1;
  return last->progress == Progress::Created ? last->attempt + 1 : last->attempt;
}

Failure unknown_backend(const std::string& target) {
  return {Failure::Kind::Refused, "this version of launch cannot ask about target " + target};
}

}  // namespace

std::optional<Submission> Desk::last_attempt(const std::string& digest) const {
  std::optional<Submission> last;
  for (Submission& each : journal_.read().submissions) {
    if (each.digest == digest && (!last || each.attempt > last->attempt)) last = std::move(each);
  }
  return last;
}

void Desk::write(Submission& submission, Progress progress) const {
  submission.progress = progress;
  journal_.write(submission);
}

std::variant<Submitted, Failure> Desk::submit(const Job& job, const Backend& backend,
                                              const SubmitOptions& options) const {
  const Lock lock = journal_.lock(job.digest);
  std::optional<Submission> last = last_attempt(job.digest);
  if (last && last->progress == Progress::Begun) {
    if (const std::optional<Failure> failure = find_out(*last, backend)) return *failure;
  }
  const bool was_created = last && last->progress == Progress::Created;
  if (was_created && !options.rerun) return Submitted{*last, true};

  Submission next;
  next.digest = job.digest;
  next.attempt = next_attempt(last);
  next.target = backend.target;
  next.job = job.file;
  next.run_id = job.run_id;
  next.name = name_for(next.digest, next.attempt);
  next.where = backend.where([](const char* name) -> const char* { return std::getenv(name); });
  next.begun = now_();
  write(next, Progress::Begun);
  const Command create = backend.create(job.artifact, next, client_(backend));
  // The client holds the lock to its own end: should we be killed, nobody asks what became of the
  // call before it is over.
  const Finished created = run(create, {options.timeout, lock.file()});
  if (const std::optional<Failure> failure = settle(next, backend, created)) return *failure;
  // Created although its client failed: somebody else may have had the same spec.
  return Submitted{next, !created.good()};
}

// What the call came to. A client that fails may have created something all the same.
std::optional<Failure> Desk::settle(Submission& submission, const Backend& backend,
                                    const Finished& created) const {
  if (created.good()) {
    submission.backend_id = backend.created_id(created);
    submission.last = {State::Starting, {}, {}};
    write(submission, Progress::Created);
    return std::nullopt;
  }
  const Failure failure = failure_of(backend, created, client_(backend));
  if (failure.kind == Failure::Kind::NoClient) {
    write(submission, Progress::Refused);
    return failure;
  }
  if (find_out(submission, backend)) return failure;  // stays begun: it is asked again next time
  if (submission.progress == Progress::Created) return std::nullopt;
  write(submission, Progress::Refused);
  return failure;
}

// Asks by the mark. What exists without ever having started is taken away: it was caught between
// its creation and its start, and would be in the way of the next attempt.
std::optional<Failure> Desk::find_out(Submission& submission, const Backend& backend) const {
  const std::string client = client_(backend);
  const Finished asked = run(backend.find(submission, client));
  if (!asked.good()) return failure_of(backend, asked, client);
  const Found found = backend.read_found(asked);
  if (found.there && found.never_started) {
    submission.backend_id = found.backend_id;
    const Finished taken = run(backend.discard(submission, client));
    if (!taken.good()) return failure_of(backend, taken, client);
    submission.backend_id.clear();
    write(submission, Progress::Lost);
    return std::nullopt;
  }
  submission.backend_id = found.backend_id;
  submission.last = {found.there ? State::Starting : State::Unknown, {}, {}};
  write(submission, found.there ? Progress::Created : Progress::Lost);
  return std::nullopt;
}

std::optional<Failure> Desk::observe(Submission& submission, const Backend& backend) const {
  const std::string client = client_(backend);
  const Finished asked = run(backend.observe(submission, client));
  Observation seen;
  if (asked.good()) {
    seen = backend.read_observed(asked);
  } else {
    const Failure failure = failure_of(backend, asked, client);
    if (failure.kind != Failure::Kind::Refused) return failure;
    seen.why = failure.words;
  }
  if (submission.cancel_asked && seen.state == State::Failed) seen.state = State::Cancelled;
  const bool same = seen.state == submission.last.state && seen.why == submission.last.why &&
                    seen.exit_code == submission.last.exit_code;
  if (same) return std::nullopt;
  submission.last = std::move(seen);
  journal_.write(submission);
  return std::nullopt;
}

std::optional<Failure> Desk::refresh(Submission& submission) const {
  const Backend* backend = find_backend(submission.target);
  if (backend == nullptr) return unknown_backend(submission.target);
  if (submission.progress == Progress::Begun) {
    const Lock lock = journal_.lock(submission.digest);
    // Whoever held the lock may have found out.
    for (Submission& each : journal_.read().submissions) {
      const bool same = each.digest == submission.digest && each.attempt == submission.attempt;
      if (same) submission = std::move(each);
    }
    if (submission.progress == Progress::Begun) {
      if (const std::optional<Failure> failure = find_out(submission, *backend)) return failure;
    }
  }
  if (submission.progress != Progress::Created || is_final(submission.last.state))
    return std::nullopt;
  return observe(submission, *backend);
}

std::optional<Failure> Desk::cancel(Submission& submission) const {
  if (const std::optional<Failure> failure = refresh(submission)) return failure;
  const bool is_there =
      submission.progress == Progress::Created && !is_final(submission.last.state);
  if (!is_there) return std::nullopt;
  const Backend* backend = find_backend(submission.target);
  submission.cancel_asked = true;
  journal_.write(submission);
  const std::string client = client_(*backend);
  const Finished asked = run(backend->cancel(submission, client));
  if (!asked.good()) return failure_of(*backend, asked, client);
  return refresh(submission);
}

}  // namespace launch::submit
