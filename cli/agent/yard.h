// What all that an agent does at a time share: the store, the clients, the log, whether it leaves.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "cli/agent/counts.h"
#include "cli/agent/log.h"
#include "cli/agent/settings.h"
#include "cli/submit/office.h"
#include "submit/queue/store.h"

namespace launch::cli {

class Yard {
 public:
  Yard(const Office& an_office, const AgentSettings& some_settings, queue::Store& store, Log& a_log,
       Counts& some_counts)
      : office(an_office),
        settings(some_settings),
        log(a_log),
        counts(some_counts),
        store_(store) {}

  const Office& office;
  const AgentSettings& settings;
  Log& log;
  Counts& counts;

  // The agent ends: nothing more is begun; later, nothing is followed any more.
  bool leaves() const { return leaves_; }
  bool is_over() const { return over_; }
  void leave();
  void end();

  // Images are built one after the other: each takes the whole machine. False while another is.
  bool begin_build() { return !builds_.exchange(true); }
  void end_build();
  bool builds() const { return builds_; }

  // Wakes all that wait.
  void ring();
  // For so long, or until `until` holds, which is asked whenever the bell rings.
  template <class Condition>
  void wait(std::chrono::milliseconds time, const Condition& until) {
    std::unique_lock lock(mutex_);
    bell_.wait_for(lock, time, until);
  }

  // Calls the store, one at a time, again and again while what is wrong may pass: whatever is
  // reported must arrive. Throws StoreError for what does not pass, and when the agent has no more
  // time.
  template <class Call>
  auto insist(const Call& call) {
    std::chrono::milliseconds pause(100);
    for (;;) {
      try {
        const std::lock_guard lock(store_mutex_);
        auto answer = call(store_);
        store_answers();
        return answer;
      } catch (const queue::StoreError& error) {
        store_fails(error);
        if (!error.may_pass() || is_over()) throw;
      }
      wait(pause, [this] { return is_over(); });
      pause = std::min(pause * 2, std::chrono::milliseconds(5000));
    }
  }
  // The same, once; nothing when it may pass.
  template <class Call>
  bool try_once(const Call& call) {
    try {
      const std::lock_guard lock(store_mutex_);
      call(store_);
      store_answers();
      return true;
    } catch (const queue::StoreError& error) {
      store_fails(error);
      if (!error.may_pass()) throw;
      return false;
    }
  }

  // To be called by whoever calls a store of its own.
  void store_answers();
  void store_fails(const queue::StoreError& error);

 private:
  queue::Store& store_;
  std::mutex store_mutex_;
  std::mutex mutex_;
  std::condition_variable bell_;
  std::atomic<bool> leaves_{false}, over_{false};
  std::atomic<bool> builds_{false};
  std::atomic<bool> in_trouble_{false};  // told once, until it answers again
};

}  // namespace launch::cli
