// Submitting once, whatever happens: what was begun is written down before the backend is called,
// and what became of it is asked of the backend, never guessed.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
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
  // Variables of the environment that it takes something from: nobody may repeat what they hold,
  // nor the artifact's own secrets.
  std::vector<std::string> secret_variables{};
  Node block{};  // what it says to its target alone, the settings of the client too
};

// How long a client has for a question; what it creates may take as long as it takes.
constexpr std::chrono::milliseconds kPatience = std::chrono::seconds(60);
// And to stop something, which has time of its own to end.
constexpr std::chrono::milliseconds kStopPatience = std::chrono::minutes(10);

struct SubmitOptions {
  bool rerun = false;  // one attempt more, whatever became of those before
  std::optional<std::chrono::milliseconds> timeout;  // of the call that creates
  // Asked while another launch is at the same spec: whether to stop waiting for it.
  std::function<bool()> give_up{};
};

// An entry of a queue is made as any spec is, once: who submitted it directly has made it. Again,
// it has an attempt of its own, whatever the journal of this machine knows: other machines have
// taken others.
struct Queued {
  std::optional<Submission> begun{};  // by whoever had the entry before, perhaps elsewhere
  bool again = false;                 // it was preempted, or people want it once more
  // Told what is about to be made, and again once it is there. False: another has the entry by now,
  // nothing may be made.
  std::function<bool(const Submission&)> tell;
};

struct Submitted {
  Submission submission;
  bool already = false;  // by an earlier call
};

// Every secret text of the job.
std::vector<std::string> secrets_of(const Job& job);
// The failure of who finds somebody else at the same spec.
Failure busy();
// What a client printed is no answer to what it was asked.
Failure garbled(const Finished& finished, const std::string& client);

class Desk {
 public:
  // `client` tells which program to run for a backend; `now` is UTC in RFC 3339. Every function may
  // be called from several threads.
  Desk(const Journal& journal, std::function<std::string(const Backend&)> client,
       std::function<std::string()> now)
      : journal_(journal), client_(std::move(client)), now_(std::move(now)) {}

  // For questions in place of kPatience, if it is less; then also to stop something.
  void hurry(std::chrono::milliseconds most) { patience_ = std::min(patience_, most); }

  // Creates the job unless it was created before. Throws JournalError; then nothing was created,
  // or the next call finds out.
  std::variant<Submitted, Failure> submit(const Job& job, const Backend& backend,
                                          const SubmitOptions& options) const;

  // The same for what was taken from a queue. Options' `rerun` does not count.
  std::variant<Submitted, Failure> submit_queued(const Job& job, const Backend& backend,
                                                 const SubmitOptions& options,
                                                 const Queued& queued) const;

  // Has the backend judge the job, and tells each thing that it said. Creates and writes nothing.
  std::variant<std::vector<std::string>, Failure> dry_run(const Job& job,
                                                          const Backend& backend) const;

  // Finds out how the submission fares, and writes down what is new.
  // A failure is the backend's or its client's; the submission is as it was then.
  std::optional<Failure> refresh(Submission& submission) const;

  // Asks the backend to stop it. Nothing happens to one that has ended.
  std::optional<Failure> cancel(Submission& submission) const;

  // Takes away what the backend keeps of one that has ended; `submission.pruned` says whether it is
  // gone. The journal keeps the submission, so that it is not submitted again.
  std::optional<Failure> prune(Submission& submission) const;

 private:
  using Told = std::function<bool(const Submission&)>;
  std::variant<Submitted, Failure> submit_locked(const Job& job, const Backend& backend, bool rerun,
                                                 const RunOptions& call, const Told& tell) const;
  std::variant<Submitted, Failure> queued_locked(const Job& job, const Backend& backend,
                                                 const RunOptions& call,
                                                 const Queued& queued) const;
  Submission attempt(const Job& job, const Backend& backend, int number) const;
  std::variant<Submission, Failure> free_attempt(const Job& job, const Backend& backend) const;
  std::variant<Submitted, Failure> create(const Job& job, const Backend& backend, Submission next,
                                          const RunOptions& call, const Told& tell) const;
  std::string where(const Job& job, const Backend& backend) const;
  std::optional<Submission> last_attempt(const std::string& digest) const;
  std::variant<Found, Failure> look_for(const Submission& submission, const Backend& backend) const;
  std::optional<Failure> find_out(Submission& submission, const Backend& backend) const;
  std::optional<Failure> settle(Submission& submission, const Backend& backend,
                                const Finished& created) const;
  std::optional<Failure> look_after(Submission& submission) const;
  std::optional<Failure> stop(Submission& submission) const;
  std::optional<Failure> take_away(Submission& submission) const;
  std::optional<Failure> create_beside(const Job& job, Submission& submission,
                                       const Backend& backend, const RunOptions& call) const;
  std::optional<Failure> see_off(Submission& submission, const Backend& backend) const;
  void take_back(Submission& submission, const Backend& backend) const;
  std::optional<Failure> observe(Submission& submission, const Backend& backend) const;
  std::variant<Finished, Failure> ask(const Command& command, const Backend& backend) const;
  std::variant<Finished, Failure> ask(const Command& command, const Backend& backend,
                                      std::chrono::milliseconds patience) const;
  bool reread(Submission& submission) const;
  void write(Submission& submission, Progress progress) const;

  const Journal& journal_;
  std::function<std::string(const Backend&)> client_;
  std::function<std::string()> now_;
  std::chrono::milliseconds patience_ = kPatience;
  // What each client said of where it goes; asked once.
  mutable std::mutex asked_mutex_;
  mutable std::map<const Backend*, Finished> asked_;
};

}  // namespace launch::submit
