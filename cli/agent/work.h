// One entry of a queue, from the moment that it was taken: submitted, followed, reported.
#pragma once

#include <memory>
#include <optional>

#include "cli/agent/image.h"
#include "cli/agent/leases.h"
#include "cli/agent/yard.h"
#include "submit/queue/payload.h"

namespace launch::cli {

class Work {
 public:
  Work(Yard& yard, queue::Entry entry, std::shared_ptr<Lease> lease)
      : yard_(yard), entry_(std::move(entry)), lease_(std::move(lease)) {}

  // Returns when the entry is no longer this agent's.
  void run();

 private:
  using Clock = std::chrono::steady_clock;
  // Clients that do not answer are called so often, with growing pauses: some minutes.
  static constexpr int kMostTries = 12;
  static constexpr std::chrono::milliseconds kFirstPause{200}, kLongestPause{10000},
      kLongestRetry{60000};

  void handle();
  std::optional<queue::Order> read(const std::string& image);
  std::optional<queue::Order> order();
  bool recall();
  std::string image_of(const queue::Order& order);
  std::string build();
  bool keep(const ImageResult& built);
  std::optional<submit::Submission> submit(const queue::Order& order);
  bool may_try_again(const submit::Failure& failure, int unanswered);
  bool tell(const submit::Submission& submission);
  void follow(submit::Submission submission);
  void watch(submit::Submission& submission);
  bool must_stop(const submit::Submission& submission);
  void stop(submit::Submission& submission);
  void report(const submit::Submission& submission);
  void finish(queue::Outcome outcome, const std::string& words);
  void give_back(bool preempted, const std::string& words);
  void say(Level level, std::string_view message, const std::string& why = {});

  bool is_lost() const { return lease_->hold == queue::Hold::Lost; }
  bool is_unwanted() const { return lease_->hold == queue::Hold::StopAsked; }

  Yard& yard_;
  queue::Entry entry_;
  std::shared_ptr<Lease> lease_;
  bool finished_ = false;                    // and reported
  bool never_resumes_ = false;               // the job says so
  std::optional<submit::Submission> begun_;  // what is, or may be, there
  std::string begun_on_;                     // another host, if its engine may be another
  bool may_be_elsewhere_ = false;            // and ours does not have it
  submit::State told_ = submit::State::Unknown;
  bool answers_ = true;  // the backend did, the last time
  std::string stop_why_;
  std::optional<Clock::time_point> unwanted_since_;
  std::optional<Clock::time_point> waits_since_;  // for its start
};

}  // namespace launch::cli
