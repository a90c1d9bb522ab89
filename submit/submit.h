// Submitting once, whatever happens: what was begun is written down before the backend is called,
// and what became of it is asked of the backend, never guessed.
#pragma once

#include <functional>
#include <variant>

#include "submit/backend.h"
#include "submit/journal.h"

namespace launch::submit {

// What an attempt is called on the backend.
std::string name_for(const std::string& digest, int attempt);

struct Job {
  const Artifact& artifact;  // with everything filled in
  std::string digest;        // spec_digest()
  std::string file;          // the job, as the user named it
  std::string run_id;
};

struct SubmitOptions {
  bool rerun = false;  // one attempt more, whatever became of those before
  std::optional<std::chrono::milliseconds> timeout;  // of each call of a client
};

struct Submitted {
  Submission submission;
  bool already = false;  // by an earlier call
};

class Desk {
 public:
  // `client` tells which program to run for a backend; `now` is UTC in RFC 3339.
  Desk(const Journal& journal, std::function<std::string(const Backend&)> client,
       std::function<std::string()> now)
      : journal_(journal), client_(std::move(client)), now_(std::move(now)) {}

  // Creates the job unless it was created before. Throws JournalError; then nothing was created,
  // or the next call finds out.
  std::variant<Submitted, Failure> submit(const Job& job, const Backend& backend,
                                          const SubmitOptions& options) const;

  // Finds out how the submission fares, and writes down what is new.
  // A failure is the backend's or its client's; the submission is as it was then.
  std::optional<Failure> refresh(Submission& submission) const;

  // Asks the backend to stop it. Nothing happens to one that has ended.
  std::optional<Failure> cancel(Submission& submission) const;

 private:
  std::optional<Submission> last_attempt(const std::string& digest) const;
  std::optional<Failure> find_out(Submission& submission, const Backend& backend) const;
  std::optional<Failure> settle(Submission& submission, const Backend& backend,
                                const Finished& created) const;
  std::optional<Failure> observe(Submission& submission, const Backend& backend) const;
  void write(Submission& submission, Progress progress) const;

  const Journal& journal_;
  std::function<std::string(const Backend&)> client_;
  std::function<std::string()> now_;
};

}  // namespace launch::submit
