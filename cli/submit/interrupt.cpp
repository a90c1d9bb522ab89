#include "cli/submit/interrupt.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace launch::cli {
namespace {

volatile std::sig_atomic_t caught = 0;
volatile std::sig_atomic_t writes_to = -1;

void take_note(int signal) {
  const int before = errno;
  if (caught == 0) caught = signal;
  const ssize_t written = write(writes_to, "", 1);
  static_cast<void>(written);  // full: then it can be read already
  errno = before;
}

}  // namespace

Interrupt::Interrupt() {
  caught = 0;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0) {
    file_ = ends[0];
    writes_to = ends[1];
  }
  struct sigaction action {};
  action.sa_handler = take_note;
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
  sigaction(SIGINT, &action, &interrupt_);
  sigaction(SIGTERM, &action, &terminate_);
}

Interrupt::~Interrupt() {
  sigaction(SIGINT, &interrupt_, nullptr);
  sigaction(SIGTERM, &terminate_, nullptr);
  if (file_ >= 0) close(file_);
  if (writes_to >= 0) close(writes_to);
  writes_to = -1;
}

int Interrupt::signal() const { return caught; }

void Interrupt::sleep(std::chrono::milliseconds time) const {
  pollfd file{file_, POLLIN, 0};
  poll(&file, 1, static_cast<int>(time.count()));
}

}  // namespace launch::cli
