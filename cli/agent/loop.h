// An agent at work: takes what waits, as long as it has room, until it is told to leave.
#pragma once

#include <list>
#include <thread>

#include "cli/agent/leases.h"
#include "cli/agent/work.h"
#include "cli/submit/interrupt.h"

namespace launch::cli {

class Loop {
 public:
  Loop(Yard& yard, Leases& leases, queue::Agent agent, bool once)
      : yard_(yard),
        leases_(leases),
        agent_(std::move(agent)),
        once_(once),
        queues_(yard.settings.queues) {}
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();

  // kOk, or kFindings when it ran once and something failed. Throws StoreError for what does not
  // pass.
  int run(const Interrupt& interrupt);

 private:
  using Clock = std::chrono::steady_clock;
  struct Busy {
    std::atomic<bool> ended{false};
    std::unique_ptr<Work> work;
    std::shared_ptr<Lease> lease;
    std::thread thread;
  };

  bool has_room() const;
  bool take();
  bool may_be_left();
  void tell_what_waits();
  void start(queue::Entry entry);
  void reap();
  void drain(const Interrupt& interrupt);
  [[noreturn]] void leave_behind();
  void tell_how_it_is();
  void count_queues();

  Yard& yard_;
  Leases& leases_;
  queue::Agent agent_;
  const bool once_;
  std::vector<std::string> queues_;  // whose turn it is comes first
  std::list<std::unique_ptr<Busy>> busy_;
  std::optional<std::vector<queue::Entry>> doubtful_;  // may_be_left()
  Clock::time_point told_ = Clock::now();
  Clock::time_point counted_{};
};

}  // namespace launch::cli
