#include "cli/submit/follow.h"

#include <poll.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

#include "cli/submit/submission_text.h"

namespace launch::cli {
namespace {

using Clock = std::chrono::steady_clock;
using submit::Submission;

volatile std::sig_atomic_t caught = 0;

// Ctrl-C and SIGTERM are taken note of while this lives.
class Signals {
 public:
  Signals() {
    caught = 0;
    struct sigaction action {};
    action.sa_handler = [](int signal) { caught = signal; };
    sigaction(SIGINT, &action, &interrupt_);
    sigaction(SIGTERM, &action, &terminate_);
  }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals() {
    sigaction(SIGINT, &interrupt_, nullptr);
    sigaction(SIGTERM, &terminate_, nullptr);
  }

 private:
  struct sigaction interrupt_ {
  }, terminate_{};
};

bool has_ended(const Submission& submission) {
  if (submission.progress == submit::Progress::Begun) return false;  // somebody is at it
  return submission.progress != submit::Progress::Created || submission.last.gone ||
         is_final(submission.last.state);
}

class Following {
 public:
  Following(const Office& office, std::vector<Submission> submissions, const FollowOptions& options)
      : office_(office), submissions_(std::move(submissions)), options_(options) {
    if (options.timeout) deadline_ = Clock::now() + *options.timeout;
  }

  int run() {
    const Signals signals;
    if (options_.logs) show_logs();
    // Patient with what lasts, quick with what does not.
    std::chrono::milliseconds pause(100);
    while (caught == 0) {
      if (const int code = look(); code != kOk) return code;
      if (std::all_of(submissions_.begin(), submissions_.end(), has_ended)) return verdict();
      if (deadline_ && Clock::now() >= *deadline_) return out_of_time();
      poll(nullptr, 0, static_cast<int>(pause.count()));
      pause = std::min(pause * 3 / 2, std::chrono::milliseconds(5000));
    }
    return leave();
  }

 private:
  int look() {
    for (Submission& each : submissions_) {
      if (has_ended(each)) continue;
      const submit::State before = each.last.state;
      if (const auto failure = office_.desk().refresh(each))
        return report_failure(*failure, each.id());
      if (each.last.state != before) std::fprintf(stderr, "%s\n", one_line(each).c_str());
    }
    return kOk;
  }

  void show_logs() {
    for (Submission& each : submissions_) {
      if (caught != 0) return;
      const submit::Finished shown = show_log(office_, each, true, options_.timeout);
      const bool cut = caught != 0 || shown.how == submit::Finished::How::TimedOut;
      if (!shown.good() && !cut) {
        std::fprintf(stderr, "launch: note: the logs of %s ended early\n", each.id().c_str());
      }
    }
  }

  int verdict() const {
    const bool good =
        std::all_of(submissions_.begin(), submissions_.end(),
                    [](const Submission& s) { return s.last.state == submit::State::Succeeded; });
    return good ? kOk : kFindings;
  }

  int out_of_time() const {
    for (const Submission& each : submissions_) {
      if (has_ended(each)) continue;
      std::fprintf(stderr, "launch: %s is still %s when the time is over; it goes on\n",
                   each.id().c_str(), std::string(name_of(each.last.state)).c_str());
    }
    return kUnreachable;
  }

  int leave() {
    const int signal = caught;
    for (Submission& each : submissions_) {
      if (has_ended(each)) continue;
      if (!options_.cancel_on_interrupt) {
        std::fprintf(
            stderr,
            "launch: %s goes on; `launch wait %s` comes back to it, `launch cancel %s` stops it\n",
            each.id().c_str(), each.id().c_str(), each.id().c_str());
      } else if (const auto failure = office_.desk().cancel(each)) {
        report_failure(*failure, each.id());
      } else {
        std::fprintf(stderr, "%s\n", one_line(each).c_str());
      }
    }
    return 128 + signal;
  }

  const Office& office_;
  std::vector<Submission> submissions_;
  const FollowOptions& options_;
  std::optional<Clock::time_point> deadline_;
};

}  // namespace

int follow(const Office& office, std::vector<Submission> submissions,
           const FollowOptions& options) {
  return Following(office, std::move(submissions), options).run();
}

}  // namespace launch::cli
