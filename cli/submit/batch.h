// Jobs submitted one after another, some at a time, each once those that it takes artifacts from
// have succeeded.
#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <optional>

#include "cli/submit/interrupt.h"
#include "cli/submit/office.h"
#include "cli/submit/plan.h"
#include "cli/submit/screen.h"

namespace launch::cli {

struct BatchOptions {
  std::size_t at_once = 4;
  bool keep_going = false;  // else nothing more is begun once one has failed
  bool rerun = false;
  bool tells = true;  // each on standard output
  std::optional<std::chrono::steady_clock::time_point> deadline;
  std::size_t before = 0;  // submitted by earlier batches of the same call
  std::size_t total = 0;   // of all of them; 0: this is the only one
  // Whether --rerun is told of where it is of use.
  bool advises_rerun = true;
  // Called once one is there, from any thread.
  std::function<void(const submit::Submission&, const std::string& label)> created{};
};

// What became of one job of the plan.
struct Outcome {
  enum class Stage : std::uint8_t { Waiting, Calling, There, Failed, Held };
  Stage stage = Stage::Waiting;
  submit::Submission submission;  // There
  bool already = false;           // by an earlier call
  std::string words;  // Failed, Held: for standard error; empty when others were told why
  int code = kOk;
};

class Batch {
 public:
  Batch(const Office& office, const std::vector<Planned>& jobs, const BatchOptions& options,
        Screen& screen, const Interrupt& interrupt);

  // Returns when each job is there or will not be.
  const std::vector<Outcome>& run();
  // Of the worst.
  int exit_code() const;

 private:
  using Stage = Outcome::Stage;
  using Lock = std::unique_lock<std::mutex>;

  void work();
  std::optional<std::size_t> take(Lock& lock);
  Outcome call(const Planned& job) const;
  void watch();
  void refresh_producers(Lock& lock);
  void hold_back();
  bool is_ready(std::size_t job) const;
  std::string missing(const graph::Need& need) const;
  void tell();
  std::string moment() const;
  bool is_decided(std::size_t job) const;
  bool is_over() const;
  std::optional<submit::Failure> look(submit::Submission& submission) const;

  const Office& office_;
  const std::vector<Planned>& jobs_;
  const BatchOptions& options_;
  Screen& screen_;
  const Interrupt& interrupt_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Outcome> outcomes_;
  std::size_t told_ = 0;  // that many have been told of
  bool stops_ = false;    // nothing more is begun
  std::atomic<bool> gives_up_ = false;
  int unanswered_ = 0;  // rounds in a row in which a backend did not answer
  std::exception_ptr bug_;
};

}  // namespace launch::cli
