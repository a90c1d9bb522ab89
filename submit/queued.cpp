// What was taken from a queue: made once for each entry, whoever had it before.
#include "submit/secrets.h"
#include "submit/submit.h"

namespace launch::submit {

std::variant<Submitted, Failure> Desk::submit_queued(const Job& job, const Backend& backend,
                                                     const SubmitOptions& options,
                                                     const Queued& queued) const {
  const std::optional<Lock> lock = journal_.lock(job.digest, options.give_up);
  if (!lock) return busy();
  auto result = queued_locked(job, backend, {options.timeout, lock->file()}, queued);
  if (auto* failure = std::get_if<Failure>(&result)) {
    failure->words = masked(failure->words, secrets_of(job));
  } else {
    queued.tell(std::get<Submitted>(result).submission);
  }
  return result;
}

std::variant<Submitted, Failure> Desk::queued_locked(const Job& job, const Backend& backend,
                                                     const RunOptions& call,
                                                     const Queued& queued) const {
  if (!queued.begun && !queued.again) return submit_locked(job, backend, false, call, queued.tell);
  if (!queued.begun) {
    std::variant<Submission, Failure> next = free_attempt(job, backend);
    if (auto* failure = std::get_if<Failure>(&next)) return *failure;
    return create(job, backend, std::get<Submission>(next), call, queued.tell);
  }
  Submission begun = *queued.begun;
  // This machine may know more of it, or nothing.
  if (!reread(begun)) write(begun, begun.progress);
  if (begun.progress == Progress::Begun) {
    if (const std::optional<Failure> failure = find_out(begun, backend)) return *failure;
  }
  if (begun.progress != Progress::Created) {
    begun.backend_id.clear();
    begun.last = {};
    return create(job, backend, std::move(begun), call, queued.tell);
  }
  if (const auto failure = create_beside(job, begun, backend, call)) return *failure;
  return Submitted{begun, true};
}

// The next number that neither this machine's journal nor the backend knows.
std::variant<Submission, Failure> Desk::free_attempt(const Job& job, const Backend& backend) const {
  constexpr int kMostAsked = 1000;
  std::optional<Submission> last = last_attempt(job.digest);
  int number = last ? last->attempt + 1 : 1;
  for (int asked = 0; asked < kMostAsked; ++asked, ++number) {
    Submission next = attempt(job, backend, number);
    const std::variant<Found, Failure> looked = look_for(next, backend);
    if (const auto* failure = std::get_if<Failure>(&looked)) return *failure;
    if (!std::get<Found>(looked).there) return next;
  }
  return Failure{Failure::Kind::Refused,
                 "the backend has " + std::to_string(kMostAsked) + " attempts at it already"};
}

}  // namespace launch::submit
