// The leases on what an agent has, kept up by a thread with a connection of its own: whatever else
// the agent waits for, others see that it lives.
#pragma once

#include <atomic>
#include <list>
#include <memory>
#include <thread>

#include "cli/agent/yard.h"

namespace launch::cli {

struct Lease {
  std::int64_t id = 0;
  queue::Token token = 0;
  std::atomic<queue::Hold> hold{queue::Hold::Held};
};

class Leases {
 public:
  Leases(Yard& yard, std::unique_ptr<queue::Store> store, queue::Agent agent);
  Leases(const Leases&) = delete;
  Leases& operator=(const Leases&) = delete;
  ~Leases();

  std::shared_ptr<Lease> add(std::int64_t id, queue::Token token);
  void remove(const std::shared_ptr<Lease>& lease);
  std::vector<std::shared_ptr<Lease>> all() const;

 private:
  void keep();
  void renew();

  Yard& yard_;
  std::unique_ptr<queue::Store> store_;
  queue::Agent agent_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::list<std::shared_ptr<Lease>> leases_;
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace launch::cli
