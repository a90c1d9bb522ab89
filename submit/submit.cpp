#include "submit/submit.h"

#include <cstdlib>

#include "submit/secrets.h"

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

}  // namespace

std::vector<std::string> secrets_of(const Job& job) {
  std::vector<std::string> secrets = secrets_of(job.artifact);
  const std::vector<std::string> values = values_of(job.secret_variables);
  secrets.insert(secrets.end(), values.begin(), values.end());
  return secrets;
}

Failure busy() {
  return {Failure::Kind::Busy, "its client has been called and has not come to an end"};
}

std::optional<Submission> Desk::last_attempt(const std::string& digest) const {
  std::optional<Submission> last;
  for (Submission& each : journal_.read(digest).submissions) {
    if (each.digest == digest && (!last || each.attempt > last->attempt)) last = std::move(each);
  }
  return last;
}

std::string Desk::where(const Job& job, const Backend& backend) const {
  const bool knows = backend.where != nullptr || backend.where_of_block != nullptr ||
                     backend.where_of_job != nullptr;
  if (!knows) return {};
  Finished asked;
  if (backend.ask_where != nullptr) {
    const std::lock_guard lock(asked_mutex_);
    const auto known = asked_.find(&backend);
    asked = known != asked_.end()
                ? known->second
                : asked_.emplace(&backend, run(backend.ask_where(client_(backend)), {patience_}))
                      .first->second;
  }
  const Variables variables = [](const char* name) -> const char* { return std::getenv(name); };
  if (backend.where_of_job != nullptr) return backend.where_of_job(job.artifact, job.block, asked);
  if (backend.where_of_block != nullptr) return backend.where_of_block(job.block, asked, variables);
  return backend.where(job.artifact, asked, variables);
}

std::variant<std::vector<std::string>, Failure> Desk::dry_run(const Job& job,
                                                              const Backend& backend) const {
  std::vector<std::string> said;
  if (backend.dry_run == nullptr) {
    said.push_back(std::string(backend.target) + " has no way to ask without creating");
    return said;
  }
  Submission submission;
  submission.digest = job.digest;
  submission.name = name_for(job.digest, 1);
  if (backend.name != nullptr) submission.name = backend.name(job.artifact, submission);
  submission.where = where(job, backend);
  const std::string client = client_(backend);
  for (const Probe& probe : backend.dry_run(job.artifact, submission, client)) {
    std::variant<Finished, Failure> answer = ask(probe.command, backend);
    const auto* finished = std::get_if<Finished>(&answer);
    if (finished != nullptr && (probe.is_answer == nullptr || probe.is_answer(*finished))) {
      said.push_back(probe.good);
      return said;
    }
    Failure failure =
        finished != nullptr ? garbled(*finished, client) : std::get<Failure>(std::move(answer));
    failure.words = masked(failure.words, secrets_of(job));
    if (failure.kind != Failure::Kind::Refused || probe.refused.empty()) return failure;
    said.push_back(probe.refused);
  }
  return said;
}

void Desk::write(Submission& submission, Progress progress) const {
  submission.progress = progress;
  journal_.write(submission);
}

std::variant<Submitted, Failure> Desk::submit(const Job& job, const Backend& backend,
                                              const SubmitOptions& options) const {
  const std::optional<Lock> lock = journal_.lock(job.digest, options.give_up);
  if (!lock) return busy();
  auto result = submit_locked(job, backend, options.rerun, {options.timeout, lock->file()}, {});
  // Some clients repeat what they were given.
  if (auto* failure = std::get_if<Failure>(&result))
    failure->words = masked(failure->words, secrets_of(job));
  return result;
}

std::variant<Submitted, Failure> Desk::submit_locked(const Job& job, const Backend& backend,
                                                     bool rerun, const RunOptions& call,
                                                     const Told& tell) const {
  std::optional<Submission> last = last_attempt(job.digest);
  int number = 0;
  if (last && last->progress == Progress::Begun) {
    const std::optional<Failure> failure = find_out(*last, backend);
    const bool accepts = rerun && failure && failure->kind == Failure::Kind::Undecided;
    if (failure && !accepts) return *failure;
    // What cannot be told keeps its number.
    if (accepts) number = last->attempt + 1;
  }
  const bool was_created = last && last->progress == Progress::Created;
  if (was_created && !rerun) {
    if (const auto failure = create_beside(job, *last, backend, call)) return *failure;
    return Submitted{*last, true};
  }

  if (number == 0) number = next_attempt(last);
  return create(job, backend, attempt(job, backend, number), call, tell);
}

Submission Desk::attempt(const Job& job, const Backend& backend, int number) const {
  Submission next;
  next.digest = job.digest;
  next.attempt = number;
  next.target = backend.target;
  next.job = job.file;
  next.run_id = job.run_id;
  next.secret_variables = job.secret_variables;
  next.name = name_for(next.digest, next.attempt);
  if (backend.name != nullptr) next.name = backend.name(job.artifact, next);
  next.where = where(job, backend);
  return next;
}

// The client holds the lock to its own end (`call`): should we be killed, nobody asks what became
// of the call before it is over.
std::variant<Submitted, Failure> Desk::create(const Job& job, const Backend& backend,
                                              Submission next, const RunOptions& call,
                                              const Told& tell) const {
  next.begun = now_();
  const std::string client = client_(backend);
  next.may_lack_beside = backend.create_beside != nullptr &&
                         backend.create_beside(job.artifact, next, client).has_value();
  write(next, Progress::Begun);
  if (backend.asks_before) {
    const std::optional<Failure> failure = find_out(next, backend);
    // Nobody here has called for it yet: what may be there is somebody else's.
    if (failure && failure->kind != Failure::Kind::Undecided) {
      const bool refused = failure->kind == Failure::Kind::Refused;
      write(next, refused ? Progress::Refused : Progress::Lost);  // its client was not called
      return *failure;
    }
    if (next.progress == Progress::Created) return Submitted{next, true};
    write(next, Progress::Begun);
  }
  if (tell && !tell(next)) {
    write(next, Progress::Lost);
    return Failure{Failure::Kind::Busy, "another agent has it"};
  }
  const Finished created = run(backend.create(job.artifact, next, client), call);
  if (std::optional<Failure> failure = settle(next, backend, created)) return *failure;
  if (std::optional<Failure> failure = create_beside(job, next, backend, call)) {
    const bool is_ours = created.good() && failure->kind != Failure::Kind::Unreachable;
    if (is_ours) take_back(next, backend);
    return *failure;
  }
  // Created although its client failed: somebody else may have had the same spec.
  return Submitted{next, !created.good()};
}

// A job whose variables are in a Secret is nothing without it.
std::optional<Failure> Desk::create_beside(const Job& job, Submission& submission,
                                           const Backend& backend, const RunOptions& call) const {
  if (!submission.may_lack_beside || backend.create_beside == nullptr) return std::nullopt;
  const std::string client = client_(backend);
  if (const auto command = backend.create_beside(job.artifact, submission, client)) {
    const Finished created = run(*command, call);
    if (!backend.is_beside(created)) return failure_of(backend, created, client);
  }
  submission.may_lack_beside = false;
  write(submission, Progress::Created);
  return std::nullopt;
}

// Where that fails, it stays as it was written down: the next call tries again what this one could
// not finish.
void Desk::take_back(Submission& submission, const Backend& backend) const {
  if (!run(backend.discard(submission, client_(backend)), {patience_}).good()) return;
  submission.backend_id.clear();
  submission.last = {};
  write(submission, Progress::Refused);
}

}  // namespace launch::submit
