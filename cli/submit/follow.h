// Staying with submissions until they end.
#pragma once

#include "cli/submit/interrupt.h"
#include "cli/submit/job_logs.h"
#include "cli/submit/office.h"
#include "cli/submit/screen.h"

namespace launch::cli {

struct FollowOptions {
  bool logs = false;
  bool cancel_on_interrupt = false;  // Ctrl-C and SIGTERM cancel, and not only leave
  std::optional<std::chrono::steady_clock::time_point> deadline;
};

// What those who follow share with those who submit.
struct Surroundings {
  const Office& office;
  Screen& screen;
  const Interrupt& interrupt;
  JobLogs* logs;  // null: nothing is shown
};

// Waits for all of them. kOk: all succeeded; kFindings: one did not. kUnreachable: the time is
// over, or a backend does not answer any more. After a signal, 128 and its number.
int follow(const Surroundings& surroundings, std::vector<submit::Submission> submissions,
           const FollowOptions& options);

// After a signal: says that they go on and how to come back, or cancels them. 128 and the signal.
int leave(const Surroundings& surroundings, std::vector<submit::Submission>& submissions,
          const FollowOptions& options);

}  // namespace launch::cli
