// Staying with submissions until they end.
#pragma once

#include "cli/submit/office.h"

namespace launch::cli {

struct FollowOptions {
  bool logs = false;
  bool cancel_on_interrupt = false;  // Ctrl-C and SIGTERM cancel, and not only leave
  std::optional<std::chrono::milliseconds> timeout;  // of the waiting
};

// Waits for all of them, showing logs if asked. kOk: all succeeded; kFindings: one did not.
// kUnreachable: the time is over, or a backend does not answer. After a signal, 128 and its number.
int follow(const Office& office, std::vector<submit::Submission> submissions,
           const FollowOptions& options);

}  // namespace launch::cli
