// Ctrl-C and SIGTERM, taken note of instead of ending the program.
#pragma once

#include <chrono>
#include <csignal>

namespace launch::cli {

// An exit code after a signal is this and its number.
inline constexpr int kSignalled = 128;

// One at a time. The second signal of a kind does what it always does.
class Interrupt {
 public:
  Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  ~Interrupt();

  // The first signal that came; 0 when none has.
  int signal() const;
  // As long as said, or to the first signal.
  void sleep(std::chrono::milliseconds time) const;

 private:
  int file_ = -1;  // can be read from the first signal on
  struct sigaction interrupt_ {
  }, terminate_{};
};

}  // namespace launch::cli
