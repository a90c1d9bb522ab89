#include "cli/submit/job_logs.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

namespace launch::cli {

using submit::Finished;
using submit::Submission;

struct JobLogs::Stream {
  Stream(Submission of, std::string prefix)
      : submission(std::move(of)), label(std::move(prefix)), stop(eventfd(0, EFD_CLOEXEC)) {}
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() {
    if (stop >= 0) close(stop);
  }

  Submission submission;
  std::string label;
  std::string out, err;  // lines that are not whole yet
  std::atomic<bool> started = false;
  std::atomic<bool> over = false;
  std::atomic<bool> stopped = false;
  bool any = false;  // something was printed
  int stop;
  std::thread thread;
};

namespace {

// Gives `text` on as whole lines with a prefix; the rest waits for its end.
std::string whole_lines(std::string& waiting, std::string_view text, const std::string& prefix) {
  if (prefix.empty()) return std::string(text);
  waiting += text;
  std::string lines;
  std::size_t begin = 0;
  for (std::size_t end = waiting.find('\n'); end != std::string::npos;
       end = waiting.find('\n', begin)) {
    lines += prefix + waiting.substr(begin, end + 1 - begin);
    begin = end + 1;
  }
  waiting.erase(0, begin);
  return lines;
}

}  // namespace

JobLogs::JobLogs(const Office& office, Screen& screen, std::size_t width)
    : office_(office), screen_(screen), width_(width) {}

JobLogs::~JobLogs() { stop(); }

void JobLogs::show(const Submission& submission, const std::string& label) {
  std::string prefix;
  if (width_ > 0) {
    prefix = label + std::string(width_ - std::min(width_, label.size()), ' ') + " | ";
  }
  const std::lock_guard lock(mutex_);
  streams_.push_back(std::make_unique<Stream>(submission, prefix));
  Stream& stream = *streams_.back();
  stream.thread = std::thread([this, &stream] { follow(stream); });
}

void JobLogs::follow(Stream& stream) {
  const submit::Backend* backend = submit::find_backend(stream.submission.target);
  if (backend == nullptr || backend->logs == nullptr) return;
  const submit::Command command =
      backend->logs(stream.submission, office_.client(*backend), /*follow=*/true);
  const auto take = [&](std::string_view text, bool is_err) {
    stream.any = true;
    const std::string lines = whole_lines(is_err ? stream.err : stream.out, text, stream.label);
    if (!lines.empty()) screen_.print(is_err ? stderr : stdout, lines);
  };
  while (backend->logs_need_start && !stream.started && !stream.over && !stream.stopped) {
    pollfd stop{stream.stop, POLLIN, 0};
    poll(&stop, 1, 200);
  }
  for (;;) {
    const bool over = stream.over;
    const Finished shown = submit::run(command, {.stop = stream.stop, .sink = take});
    if (shown.good() || shown.how == Finished::How::Stopped) break;
    // A job that is about to start has no logs yet.
    if (over || stream.any || stream.stopped) {
      screen_.print(stderr,
                    "launch: note: the logs of " + stream.submission.id() + " ended early\n");
      break;
    }
    pollfd stop{stream.stop, POLLIN, 0};
    poll(&stop, 1, 1000);
  }
  if (!stream.out.empty()) screen_.print(stdout, stream.label + stream.out + "\n");
  if (!stream.err.empty()) screen_.print(stderr, stream.label + stream.err + "\n");
}

JobLogs::Stream* JobLogs::stream_of(const Submission& submission) {
  const std::lock_guard lock(mutex_);
  for (const std::unique_ptr<Stream>& each : streams_) {
    const bool same = each->submission.digest == submission.digest &&
                      each->submission.attempt == submission.attempt;
    if (same) return each.get();
  }
  return nullptr;
}

void JobLogs::has_started(const Submission& submission) {
  if (Stream* stream = stream_of(submission)) stream->started = true;
}

void JobLogs::has_ended(const Submission& submission) {
  if (Stream* stream = stream_of(submission)) stream->over = true;
}

void JobLogs::finish() {
  for (const std::unique_ptr<Stream>& each : streams_) {
    if (each->thread.joinable()) each->thread.join();
  }
}

void JobLogs::stop() {
  for (const std::unique_ptr<Stream>& each : streams_) {
    each->stopped = true;
    const ssize_t written = eventfd_write(each->stop, 1);
    static_cast<void>(written);
  }
  finish();
}

}  // namespace launch::cli
