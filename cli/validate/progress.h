// How far a long run has come, on a terminal.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>

namespace launch::cli {

// While it lives, a line on standard error says how many files are done; it comes after half a
// second and goes with the object.
class Progress {
 public:
  Progress(std::size_t total, bool wanted);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Safe to call from several threads.
  void one_done() { done_.fetch_add(1, std::memory_order_relaxed); }

 private:
  void show();

  const std::size_t total_;
  std::atomic<std::size_t> done_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  std::thread thread_;
};

// Whether somebody sits there: standard error is a terminal that can go back on its line, and this
// is no CI.
bool is_watched_by_people();

}  // namespace launch::cli
