// What an agent counts, for those who watch over it.
#pragma once

#include <array>
#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "submit/queue/store.h"

namespace launch::cli {

// Safe to use from several threads.
struct Counts {
  std::atomic<std::int64_t> running{0};
  std::atomic<std::int64_t> taken{0}, done{0}, failed{0}, removed{0};
  std::atomic<std::int64_t> preempted{0}, lost{0}, taken_over{0}, given_back{0};
  std::atomic<std::int64_t> built{0};
  std::atomic<std::int64_t> store_errors{0};
  std::atomic<std::int64_t> last_answer{0};  // of the store, seconds since 1970
  std::atomic<bool> draining{false};

  void set_queues(std::vector<queue::Queue> queues);
  // https://prometheus.io/docs/instrumenting/exposition_formats/
  std::string text(const std::string& agent, std::int64_t max_jobs) const;

 private:
  mutable std::mutex mutex_;
  std::vector<queue::Queue> queues_;
};

}  // namespace launch::cli
