#include "cli/validate/progress.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace launch::cli {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kPatience{500};
constexpr milliseconds kPace{100};
// Where the line starts, and nothing behind the cursor (ECMA-48, EL).
constexpr const char* kClearLine = "\r\x1b[K";

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

}  // namespace

Progress::Progress(std::size_t total, bool wanted) : total_(total) {
  if (wanted) thread_ = std::thread([this] { show(); });
}

Progress::~Progress() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  ended_.notify_one();
  thread_.join();
}

void Progress::show() {
  std::unique_lock lock(mutex_);
  const auto over = [this] { return over_; };
  if (ended_.wait_for(lock, kPatience, over)) return;
  do {
    std::fprintf(stderr, "%s%zu of %zu files", kClearLine, done_.load(), total_);
    std::fflush(stderr);
  } while (!ended_.wait_for(lock, kPace, over));
  std::fputs(kClearLine, stderr);
  std::fflush(stderr);
}

bool is_watched_by_people() {
  const std::string_view ci = variable("CI");
  return isatty(STDERR_FILENO) != 0 && variable("TERM") != "dumb" && (ci.empty() || ci == "false");
}

}  // namespace launch::cli
