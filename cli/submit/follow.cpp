#include "cli/submit/follow.h"

#include <algorithm>
#include <map>

#include "cli/submit/submission_text.h"
#include "cli/workers.h"

namespace launch::cli {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using submit::Failure;
using submit::Submission;

constexpr std::size_t kAtOnce = 4;

bool has_started(const Submission& submission) {
  return submission.last.state == submit::State::Running || is_final(submission.last.state);
}

class Following {
 public:
  Following(const Surroundings& surroundings, std::vector<Submission> submissions,
            const FollowOptions& options)
      : in_(surroundings), submissions_(std::move(submissions)), options_(options) {}

  int run() {
    // Patient with what lasts, quick with what does not.
    milliseconds pause(100);
    for (;;) {
      look();
      if (in_.interrupt.signal() != 0) return stop(leave(in_, submissions_, options_));
      if (unanswered_ == kMostUnanswered) return stop(unanswered_code_);
      if (std::all_of(submissions_.begin(), submissions_.end(), has_ended)) return verdict();
      if (options_.deadline && Clock::now() >= *options_.deadline) return stop(out_of_time());
      in_.screen.status(moment());
      in_.interrupt.sleep(capped(pause));
      pause = std::min(pause * 3 / 2, milliseconds(5000));
      if (unanswered_ > 0) pause = std::max(pause, kUnansweredPause);
    }
  }

 private:
  // Not beyond the time there is.
  milliseconds capped(milliseconds pause) const {
    if (!options_.deadline) return pause;
    const auto left = std::chrono::duration_cast<milliseconds>(*options_.deadline - Clock::now());
    return std::clamp(left, milliseconds(1), pause);
  }

  void look() {
    std::vector<std::optional<Failure>> failures(submissions_.size());
    std::vector<submit::State> before;
    for (const Submission& each : submissions_) before.push_back(each.last.state);
    run_each(submissions_.size(), kAtOnce, [&](std::size_t i) {
      if (!has_ended(submissions_[i]) && in_.interrupt.signal() == 0)
        failures[i] = in_.office.desk().refresh(submissions_[i]);
    });
    bool answered = true;
    unanswered_code_ = kOk;
    for (std::size_t i = 0; i < submissions_.size(); ++i) {
      const Submission& each = submissions_[i];
      if (failures[i]) {
        const bool last = unanswered_ + 1 == kMostUnanswered;
        if (answered && last) in_.screen.print(stderr, text_of(*failures[i], each.id()));
        answered = false;
        unanswered_code_ = std::max(unanswered_code_, code_of(*failures[i]));
      }
      if (each.last.state != before[i] || (has_ended(each) && !told_[i])) {
        in_.screen.print(stderr, one_line(each) + "\n");
      }
      if (in_.logs != nullptr && has_started(each)) in_.logs->has_started(each);
      if (has_ended(each)) {
        told_[i] = true;
        if (in_.logs != nullptr) in_.logs->has_ended(each);
      }
    }
    unanswered_ = answered ? 0 : unanswered_ + 1;
  }

  std::string moment() const {
    std::map<std::string, std::size_t> counts;
    for (const Submission& each : submissions_) ++counts[state_of(each)];
    std::string text;
    for (const auto& [state, count] : counts) {
      text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + state;
    }
    return text;
  }

  int verdict() {
    in_.screen.status({});
    if (in_.logs != nullptr) in_.logs->finish();
    const bool good =
        std::all_of(submissions_.begin(), submissions_.end(),
                    [](const Submission& s) { return s.last.state == submit::State::Succeeded; });
    return good ? kOk : kFindings;
  }

  int stop(int code) {
    in_.screen.status({});
    if (in_.logs != nullptr) in_.logs->stop();
    return code;
  }

  int out_of_time() {
    for (const Submission& each : submissions_) {
      if (has_ended(each)) continue;
      in_.screen.print(stderr, "launch: " + each.id() + " is still " + state_of(each) +
                                   " when the time is over; it goes on\n");
    }
    return kUnreachable;
  }

  const Surroundings& in_;
  std::vector<Submission> submissions_;
  const FollowOptions& options_;
  std::map<std::size_t, bool> told_;
  int unanswered_code_ = kOk;  // of the last round
  int unanswered_ = 0;         // rounds in a row in which a backend did not answer
};

}  // namespace

int leave(const Surroundings& in, std::vector<Submission>& submissions,
          const FollowOptions& options) {
  in.screen.status({});
  for (Submission& each : submissions) {
    if (has_ended(each)) continue;
    const std::string id = each.id();
    if (!options.cancel_on_interrupt) {
      in.screen.print(stderr, "launch: " + id + " goes on; `launch wait " + id +
                                  "` comes back to it, `launch cancel " + id + "` stops it\n");
    } else if (const auto failure = in.office.desk().cancel(each)) {
      in.screen.print(stderr, text_of(*failure, id));
    } else {
      in.screen.print(stderr, one_line(each) + "\n");
    }
  }
  return kSignalled + in.interrupt.signal();
}

int follow(const Surroundings& surroundings, std::vector<Submission> submissions,
           const FollowOptions& options) {
  return Following(surroundings, std::move(submissions), options).run();
}

}  // namespace launch::cli
