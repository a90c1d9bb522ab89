#include "cli/workers.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace launch::cli {

namespace {
// Few files are done before a second thread has started.
constexpr std::size_t kWorthAThread = 32;
constexpr std::size_t kChunk = 8;

void run_chunks(std::size_t count, std::size_t wanted, std::size_t chunk,
                const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto pull = [&] {
    try {
      for (std::size_t begin = next.fetch_add(chunk); begin < count;
           begin = next.fetch_add(chunk)) {
        for (std::size_t i = begin; i < std::min(begin + chunk, count); ++i) work(i);
      }
    } catch (...) {
      const std::lock_guard lock(failure_mutex);
      failure = std::current_exception();
      next = count;
    }
  };
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < wanted; ++i) others.emplace_back(pull);
  pull();
  for (std::thread& thread : others) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

void run_all(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work) {
  const std::size_t wanted = count < kWorthAThread ? 1 : std::min(threads, count / kChunk + 1);
  run_chunks(count, wanted, kChunk, work);
}

void run_each(std::size_t count, std::size_t threads,
              const std::function<void(std::size_t)>& work) {
  run_chunks(count, std::min(threads, count), 1, work);
}

std::size_t thread_count(std::size_t asked) {
  if (asked > 0) return asked;
  return std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace launch::cli
