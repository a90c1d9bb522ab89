// A signal that would end the process, where what failed says so by itself.
#pragma once

#include <csignal>
#include <ctime>

namespace launch::submit {

// While it lives, this thread does not get the signal: write(2) returns EPIPE instead of SIGPIPE,
// EFBIG instead of SIGXFSZ.
class QuietSignal {
 public:
  explicit QuietSignal(int signal) {
    sigemptyset(&quiet_);
    sigaddset(&quiet_, signal);
    pthread_sigmask(SIG_BLOCK, &quiet_, &before_);
  }
  QuietSignal(const QuietSignal&) = delete;
  QuietSignal& operator=(const QuietSignal&) = delete;
  ~QuietSignal() {
    const timespec now{};
    while (sigtimedwait(&quiet_, nullptr, &now) > 0) {
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t quiet_{}, before_{};
};

}  // namespace launch::submit
