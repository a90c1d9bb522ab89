#include "cli/agent/yard.h"

#include <ctime>

namespace launch::cli {

void Yard::leave() {
  leaves_ = true;
  counts.draining = true;
  ring();
}

void Yard::end() {
  over_ = true;
  ring();
}

void Yard::end_build() {
  builds_ = false;
  ring();
}

void Yard::ring() {
  // Whoever is about to wait has asked before, or asks after.
  { const std::lock_guard lock(mutex_); }
  bell_.notify_all();
}

void Yard::store_answers() {
  counts.last_answer = std::time(nullptr);
  if (in_trouble_.exchange(false)) log.say(Level::Info, "the store answers again");
}

void Yard::store_fails(const queue::StoreError& error) {
  ++counts.store_errors;
  if (!in_trouble_.exchange(true)) log.say(Level::Error, error.message);
}

}  // namespace launch::cli
