// The stores that tests of queues run on: a SQLite file, and a real PostgreSQL where there is one.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "submit/queue/database.h"
#include "submit/queue/store.h"
#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {

// "sqlite", and "postgresql" where a server can be started; says so where it cannot.
std::vector<std::string> store_kinds();

// An empty store of its own.
class TestStore {
 public:
  explicit TestStore(const std::string& kind);
  // Another connection to it, as another process has.
  std::unique_ptr<queue::Store> open() const;
  queue::Store& operator*() { return *store_; }
  queue::Store* operator->() { return store_.get(); }
  // A statement past the store's back.
  queue::Rows run(const std::string& sql) const;
  const std::string& address() const { return address_; }

 private:
  TempFolder folder_;
  std::string address_;
  std::unique_ptr<queue::Store> store_;
};

inline const std::vector<std::string> kDefault{"default"};
// Longer than any test.
constexpr std::chrono::milliseconds kLease{60000};

// What a call on a store throws; no other test of it goes on when it throws nothing.
template <typename Call>
queue::StoreError error_of(Call&& call) {
  try {
    call();
  } catch (const queue::StoreError& error) {
    return error;
  }
  FAIL("no error");
  return {};
}

// In the queue "default", by a digest made of `number`.
queue::NewEntry new_entry(int number, queue::Priority priority = queue::Priority::Medium);

}  // namespace launch::tests
