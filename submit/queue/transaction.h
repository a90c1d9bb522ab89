// How SqlStore makes its calls: one transaction each, made again when its connection broke.
#pragma once

#include "submit/queue/sql_store.h"

namespace launch::queue {

// `work` is told the time; what it returns is returned once it is on the disk.
template <typename Work>
auto SqlStore::transact(Work&& work) {
  const std::lock_guard guard(mutex_);
  for (int tries = 1;; ++tries) {
    try {
      run(database_->dialect().begin, {});
      Moment moment = look_at_the_clock();
      moment.again = tries > 1;
      auto result = work(moment);
      run("COMMIT", {});
      return result;
    } catch (const ConnectionLost& lost) {
      reconnect(lost, tries);
    } catch (const Undone&) {
      database_->roll_back();
      if (tries >= kMostTries) {
        throw StoreError{StoreError::Kind::Busy,
                         "others have been using " + database_->name() + " all the time"};
      }
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
  for (int tries = 1;; ++tries) {
    try {
      return work();
    } catch (const ConnectionLost& lost) {
      reconnect(lost, tries);
    }
  }
}

}  // namespace launch::queue
