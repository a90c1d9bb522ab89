// How SqlStore makes its calls: one transaction each, made again when its connection broke.
#pragma once

#include "submit/queue/sql_store.h"

namespace launch::queue {

// `work` is told the time; what it returns is returned once it is on the disk.
template <typename Work>
auto SqlStore::transact(Work&& work) {
  const std::lock_guard guard(mutex_);
  for (bool again = false;; again = true) {
    try {
      run(database_->dialect().begin, {});
      Moment moment = look_at_the_clock();
      moment.again = again;
      auto result = work(moment);
      run("COMMIT", {});
      return result;
    } catch (const ConnectionLost&) {
      database_->reconnect();
    } catch (const Undone&) {
      database_->roll_back();
    } catch (...) {
      database_->roll_back();
      throw;
    }
  }
}

// One statement that changes nothing.
template <typename Work>
auto SqlStore::reading(Work&& work) {
  const std::lock_guard guard(mutex_);
  for (;;) {
    try {
      return work();
    } catch (const ConnectionLost&) {
      database_->reconnect();
    }
  }
}

}  // namespace launch::queue
