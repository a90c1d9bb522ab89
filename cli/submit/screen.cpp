#include "cli/submit/screen.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace launch::cli {

void Screen::print(std::FILE* stream, const std::string& text) {
  const std::lock_guard lock(mutex_);
  clear();
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
  draw();
}

void Screen::status(const std::string& text) {
  const std::lock_guard lock(mutex_);
  if (!live_ || text == status_) return;
  clear();
  status_ = text;
  draw();
}

void Screen::clear() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);  // ECMA-48, EL
  drawn_ = false;
}

// What does not fit on the line would wrap, and could not be cleared any more.
void Screen::draw() {
  if (status_.empty()) {
    std::fflush(stderr);
    return;
  }
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
  const std::size_t width = known ? size.ws_col - 1U : 79;
  std::fputs(status_.substr(0, width).c_str(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace launch::cli
