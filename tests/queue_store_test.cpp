// One set of tests for both stores: who goes first, who has an entry, and who has lost it.
#include <algorithm>
#include <set>
#include <thread>

#include "tests/catch.h"
#include "tests/queue_stores.h"

namespace launch::tests {
namespace {

using namespace std::chrono_literals;
using queue::Agent;
using queue::Entry;
using queue::EntryState;
using queue::Hold;
using queue::NewEntry;
using queue::Outcome;
using queue::Priority;
using queue::StoreError;

const Agent kOne{"one", "1111", "here:1"};
const Agent kTwo{"two", "2222", "here:2"};

// The jobs in the order in which they are taken, each finished before the next.
std::vector<std::string> order_of(TestStore& store, const std::vector<std::string>& queues) {
  std::vector<std::string> jobs;
  while (const auto entry = store->take(queues, kOne, kLease)) {
    jobs.push_back(entry->what.job);
    CHECK(store->finish(entry->id, entry->token, Outcome::Done, ""));
  }
  return jobs;
}

NewEntry of(const std::string& entity, int number) {
  NewEntry entry = new_entry(number);
  entry.entity = entity;
  entry.job = entity + std::to_string(number);
  return entry;
}

}  // namespace

TEST_CASE("inside a priority, first in is first out; critical goes before low") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    const Priority priorities[] = {Priority::Low,  Priority::Medium, Priority::Critical,
                                   Priority::High, Priority::Medium, Priority::Critical};
    int number = 0;
    for (const Priority priority : priorities) store->put(new_entry(++number, priority), false);
    CHECK(order_of(store, kDefault) == std::vector<std::string>{"job3.yaml", "job6.yaml",
                                                                "job4.yaml", "job2.yaml",
                                                                "job5.yaml", "job1.yaml"});
  }
}

TEST_CASE("what is taken is what was put") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    NewEntry what = new_entry(1, Priority::High);
    what.job = "tr\xc3\xa4in 'x' \"y\" $1;--.yaml";
    what.payload = std::string(1 << 20, 'p') + "\\\"\n\xe2\x82\xac";
    const Entry put = store->put(what, false).entry;
    const auto taken = store->take(kDefault, kOne, kLease);
    REQUIRE(taken);
    CHECK(taken->id == put.id);
    CHECK(taken->what.job == what.job);
    CHECK(taken->what.payload == what.payload);
    CHECK(taken->what.run_id == "run1");
    CHECK(taken->what.target == "docker");
    CHECK(taken->what.priority == Priority::High);
    CHECK(taken->state == EntryState::Taken);
    CHECK(taken->agent == "one");
    CHECK(taken->attempt == 1);
    REQUIRE(taken->lease_end);
    REQUIRE(taken->taken);
    CHECK(std::chrono::abs(*taken->lease_end - *taken->taken - kLease) < 1s);
    CHECK(store->entry(put.id).what.payload == what.payload);
    CHECK(store->list({}).at(0).what.payload.empty());
  }
}

TEST_CASE("the same spec is in a queue once, unless it is asked for once more") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    const Entry first = store->put(new_entry(1), false).entry;
    queue::Put again = store->put(new_entry(1), false);
    CHECK(again.already);
    CHECK(again.entry.id == first.id);
    const auto taken = store->take(kDefault, kOne, kLease);
    CHECK(store->put(new_entry(1), false).already);
    store->finish(first.id, taken->token, Outcome::Failed, "exit code 1");
    again = store->put(new_entry(1), false);
    CHECK(again.already);
    CHECK(again.entry.state == EntryState::Failed);
    CHECK(again.entry.words == "exit code 1");
    const queue::Put more = store->put(new_entry(1), true);
    CHECK_FALSE(more.already);
    CHECK(more.entry.attempt == 2);
    store->remove(more.entry.id);
    const queue::Put after = store->put(new_entry(1), false);
    CHECK_FALSE(after.already);
    CHECK(after.entry.attempt == 3);
    CHECK_FALSE(first.again);
    CHECK(more.entry.again == 0);
    CHECK_FALSE(after.entry.again);  // it was removed before it was begun
    CHECK(store->find("default", first.what.digest)->id == after.entry.id);
    CHECK_FALSE(store->find("gpu", first.what.digest));
    // Another queue is another place.
    store->add_queue("gpu", {});
    NewEntry elsewhere = new_entry(1);
    elsewhere.queue = "gpu";
    CHECK_FALSE(store->put(elsewhere, false).already);
  }
}

TEST_CASE("an unknown queue is refused with those there are") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    NewEntry what = new_entry(1);
    what.queue = "gpuu";
    const StoreError error = error_of([&] { store->put(what, false); });
    CHECK(error.kind == StoreError::Kind::Unknown);
    CHECK(error.message.find("there is no queue \"gpuu\"") != std::string::npos);
    CHECK(error.message.find("default") != std::string::npos);
    CHECK_FALSE(store->take({"gpuu"}, kOne, kLease));
    CHECK(error_of([&] { store->entry(7); }).kind == StoreError::Kind::Unknown);
    CHECK(error_of([&] { store->remove(7); }).kind == StoreError::Kind::Unknown);
  }
}

TEST_CASE("max_jobs counts what all agents have; a paused queue gives nothing") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    CHECK_FALSE(store->add_queue("default", {2, false}));
    for (int i = 1; i <= 4; ++i) store->put(new_entry(i), false);
    const auto first = store->take(kDefault, kOne, kLease);
    CHECK(store->take(kDefault, kTwo, kLease));
    CHECK_FALSE(store->take(kDefault, kOne, kLease));
    store->finish(first->id, first->token, Outcome::Done, "");
    CHECK(store->take(kDefault, kOne, kLease));
    CHECK_FALSE(store->take(kDefault, kTwo, kLease));
    store->add_queue("default", {queue::kNoLimit, false});
    store->pause("default", true);
    CHECK_FALSE(store->take(kDefault, kTwo, kLease));
    store->pause("default", false);
    CHECK(store->take(kDefault, kTwo, kLease));
    const queue::Queue all = store->queues().at(0);
    CHECK(all.taken == 3);
    CHECK(all.done == 1);
    CHECK(all.waiting == 0);
    store->add_queue("default", {0, false});
    store->put(new_entry(9), false);
    CHECK_FALSE(store->take(kDefault, kTwo, kLease));
  }
}

TEST_CASE(
    "with a fair share, the entity that has least goes first, then the one that waited longest") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    store->add_queue("default", {queue::kNoLimit, true});
    for (int i = 1; i <= 4; ++i) store->put(of("a", i), false);
    store->put(of("b", 5), false);
    store->put(of("b", 6), false);
    NewEntry urgent = of("a", 7);
    urgent.priority = Priority::High;
    store->put(urgent, false);
    // a7 by its priority; then b has less; then each in turn, as long as there is any of b's.
    std::vector<std::string> jobs;
    while (const auto entry = store->take(kDefault, kOne, kLease)) jobs.push_back(entry->what.job);
    CHECK(jobs == std::vector<std::string>{"a7", "b5", "a1", "b6", "a2", "a3", "a4"});
  }
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    store->add_queue("default", {1, true});
    for (int i = 1; i <= 3; ++i) store->put(of("a", i), false);
    for (int i = 4; i <= 5; ++i) store->put(of("b", i), false);
    // One at a time, nobody has more than another: they take turns.
    CHECK(order_of(store, kDefault) == std::vector<std::string>{"a1", "b4", "a2", "b5", "a3"});
  }
}

TEST_CASE("several queues are asked in their order") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    CHECK(store->add_queue("gpu", {}));
    // What is not said stays.
    CHECK_FALSE(store->add_queue("gpu", {3, true}));
    store->add_queue("gpu", {});
    store->add_queue("gpu", {4, std::nullopt});
    CHECK(store->queues().at(1).settings.max_jobs == 4);
    CHECK(store->queues().at(1).settings.fair_share);
    store->add_queue("gpu", {queue::kNoLimit, false});
    CHECK_FALSE(store->queues().at(1).settings.max_jobs);
    CHECK_FALSE(store->queues().at(1).settings.fair_share);
    store->put(new_entry(1, Priority::Critical), false);
    NewEntry gpu = new_entry(2, Priority::Low);
    gpu.queue = "gpu";
    store->put(gpu, false);
    CHECK(order_of(store, {"none", "gpu", "default"}) ==
          std::vector<std::string>{"job2.yaml", "job1.yaml"});
  }
}

TEST_CASE("who lost its lease to another cannot write any more") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    store->put(new_entry(1), false);
    const auto lost = store->take(kDefault, kOne, 0ms);
    REQUIRE(lost);
    CHECK(store->started(lost->id, lost->token, "launch-x-1") == Hold::Held);
    // Over, and nobody has taken it yet: it is still the first one's.
    CHECK(store->extend(lost->id, lost->token, 0ms) == Hold::Held);
    store->pause("default", true);
    const auto held = store->take(kDefault, kTwo, kLease);
    REQUIRE(held);
    CHECK(held->id == lost->id);
    CHECK(held->token != lost->token);
    CHECK(held->submission == "launch-x-1");
    CHECK(held->resumes == 0);
    CHECK(store->extend(lost->id, lost->token, kLease) == Hold::Lost);
    CHECK(store->started(lost->id, lost->token, "other") == Hold::Lost);
    CHECK(store->built(lost->id, lost->token, "other") == Hold::Lost);
    CHECK(store->entry(lost->id).what.payload == lost->what.payload);
    CHECK(store->say(lost->id, lost->token, "other") == Hold::Lost);
    CHECK_FALSE(store->finish(lost->id, lost->token, Outcome::Failed, "other"));
    CHECK_FALSE(store->give_back(lost->id, lost->token, true, "other"));
    const Entry now = store->entry(lost->id);
    CHECK(now.state == EntryState::Taken);
    CHECK(now.agent == "two");
    CHECK(now.submission == "launch-x-1");
    CHECK(now.words.empty());
    CHECK_FALSE(store->take(kDefault, kOne, kLease));
    CHECK(store->finish(held->id, held->token, Outcome::Done, "good"));
    CHECK(store->extend(held->id, held->token, kLease) == Hold::Lost);
    CHECK(store->entry(lost->id).words == "good");
  }
}

TEST_CASE("what was preempted waits again where it was") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    store->put(new_entry(1, Priority::High), false);
    store->put(new_entry(2, Priority::High), false);
    const auto first = store->take(kDefault, kOne, kLease);
    // With the image that was built for it.
    CHECK(store->built(first->id, first->token, "built") == Hold::Held);
    store->started(first->id, first->token, "launch-x-1");
    CHECK(store->give_back(first->id, first->token, true, "node was drained"));
    const auto again = store->take(kDefault, kTwo, kLease);
    REQUIRE(again);
    CHECK(again->id == first->id);
    CHECK(again->resumes == 1);
    CHECK(again->submission.empty());
    CHECK(again->what.payload == "built");
    CHECK(again->what.run_id == "run1");
    CHECK(again->what.priority == Priority::High);
  }
}

TEST_CASE("what is tried again after preemptions remembers how many there were before") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    const std::int64_t id = store->put(new_entry(1), false).entry.id;
    const auto first = store->take(kDefault, kOne, kLease);
    store->give_back(id, first->token, true, "");
    const auto second = store->take(kDefault, kOne, kLease);
    store->finish(id, second->token, Outcome::Failed, "");
    const Entry again = store->retry(id);
    CHECK(again.resumes == 1);
    CHECK(again.again == 1);
  }
}

TEST_CASE("what is done is not removed") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    const std::int64_t id = store->put(new_entry(1), false).entry.id;
    store->finish(id, store->take(kDefault, kOne, kLease)->token, Outcome::Done, "");
    const StoreError error = error_of([&] { store->remove(id); });
    CHECK(error.kind == StoreError::Kind::Conflict);
    CHECK(store->put(new_entry(1), false).already);
  }
}

TEST_CASE("what an agent leaves behind is another's at once") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    store->put(new_entry(1), false);
    store->put(new_entry(2), false);
    const auto begun = store->take(kDefault, kOne, kLease);
    const auto only_taken = store->take(kDefault, kOne, kLease);
    store->started(begun->id, begun->token, "launch-x-1");
    CHECK(store->give_back(only_taken->id, only_taken->token, false, ""));
    CHECK(store->give_back(begun->id, begun->token, false, ""));
    CHECK(store->entry(only_taken->id).state == EntryState::Waiting);
    CHECK(store->entry(begun->id).state == EntryState::Taken);
    const auto next = store->take(kDefault, kTwo, kLease);
    CHECK(next->id == begun->id);
    CHECK(next->submission == "launch-x-1");
    CHECK(next->resumes == 0);
    CHECK(store->take(kDefault, kTwo, kLease)->id == only_taken->id);
  }
}

TEST_CASE("an agent is asked to stop what people remove") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    for (int i = 1; i <= 3; ++i) store->put(new_entry(i), false);
    const auto finished = store->take(kDefault, kOne, kLease);
    const auto preempted = store->take(kDefault, kOne, kLease);
    CHECK(store->remove(finished->id).stop_asked);
    CHECK(store->extend(finished->id, finished->token, kLease) == Hold::StopAsked);
    CHECK(store->entry(finished->id).state == EntryState::Taken);
    CHECK(store->finish(finished->id, finished->token, Outcome::Removed, "stopped"));
    CHECK(store->entry(finished->id).state == EntryState::Removed);
    store->remove(preempted->id);
    CHECK(store->give_back(preempted->id, preempted->token, true, ""));
    const Entry removed = store->entry(preempted->id);
    CHECK(removed.state == EntryState::Removed);
    CHECK(removed.ended);
    CHECK(store->retry(preempted->id).state == EntryState::Waiting);
    CHECK_FALSE(store->entry(preempted->id).stop_asked);
  }
}

TEST_CASE("entries are moved, removed and tried again where that makes sense") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    store->add_queue("gpu", {});
    for (int i = 1; i <= 3; ++i) store->put(new_entry(i), false);
    const std::int64_t id = store->list({}).at(0).id;
    Entry moved = store->move(id, std::nullopt, Priority::Low);
    CHECK(moved.what.priority == Priority::Low);
    moved = store->move(id, "gpu", std::nullopt);
    CHECK(moved.what.queue == "gpu");
    CHECK(error_of([&] { store->move(id, "none", std::nullopt); }).kind ==
          StoreError::Kind::Unknown);
    CHECK(error_of([&] { store->remove_queue("gpu"); }).kind == StoreError::Kind::Conflict);
    const auto taken = store->take({"gpu"}, kOne, kLease);
    CHECK(error_of([&] { store->move(id, "default", std::nullopt); }).kind ==
          StoreError::Kind::Conflict);
    CHECK(error_of([&] { store->retry(id); }).kind == StoreError::Kind::Conflict);
    store->finish(id, taken->token, Outcome::Failed, "exit code 1");
    const Entry waiting = store->retry(id);
    CHECK(waiting.state == EntryState::Waiting);
    CHECK(waiting.words.empty());
    CHECK(store->retry(id).state == EntryState::Waiting);
    store->move(id, "default", Priority::Medium);
    CHECK(order_of(store, kDefault) ==
          std::vector<std::string>{"job2.yaml", "job3.yaml", "job1.yaml"});
    store->remove_queue("gpu");
    CHECK(store->queues().size() == 1);
    CHECK(error_of([&] { store->remove_queue("default"); }).kind == StoreError::Kind::Conflict);
  }
}

TEST_CASE("what is listed stands in the order in which it would be taken") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    for (int i = 1; i <= 5; ++i)
      store->put(new_entry(i, i == 4 ? Priority::High : Priority::Low), false);
    const auto done = store->take(kDefault, kOne, kLease);
    store->finish(done->id, done->token, Outcome::Done, "");
    store->take(kDefault, kOne, kLease);
    std::vector<std::string> jobs;
    for (const Entry& each : store->list({})) jobs.push_back(each.what.job);
    CHECK(jobs == std::vector<std::string>{"job2.yaml", "job3.yaml", "job5.yaml", "job1.yaml",
                                           "job4.yaml"});
    queue::Filter filter;
    filter.state = EntryState::Waiting;
    filter.most = 2;
    CHECK(store->list(filter).size() == 2);
    filter.queue = "none";
    CHECK(store->list(filter).empty());
  }
}

TEST_CASE("of two agents with one name the second is told") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    Agent other = kOne;
    other.instance = "9999";
    CHECK_FALSE(store->sign_on(kOne, kLease));
    CHECK_FALSE(store->sign_on(kOne, kLease));
    const auto living = store->sign_on(other, kLease);
    REQUIRE(living);
    CHECK(living->where == "here:1");
    CHECK(std::chrono::abs(living->left - kLease) < 5s);
    store->sign_on(kOne, kLease + 1s);
    CHECK(store->sign_on(other, kLease)->lease_end > living->lease_end);
    store->sign_off(other);
    REQUIRE(store->agents().size() == 1);
    CHECK(store->agents()[0].instance == "1111");
    store->sign_on(kOne, 0ms);
    CHECK(store->agents().empty());
    CHECK_FALSE(store->sign_on(other, kLease));
    store->sign_off(other);
    CHECK_FALSE(store->sign_on(kOne, kLease));
  }
}

TEST_CASE("a clock that goes back is told, and leases end when they would have") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    store->put(new_entry(1), false);
    const auto taken = store->take(kDefault, kOne, kLease);
    CHECK_FALSE(store->clock_trouble());
    // The store has seen a time an hour later than it is; so had the lease.
    store.run("UPDATE launch_store SET seen = seen + 3600000");
    store.run("UPDATE launch_entries SET lease_end = lease_end + 3600000");
    CHECK_FALSE(store->take(kDefault, kTwo, kLease));
    CHECK(store->extend(taken->id, taken->token, kLease) == Hold::Held);
    const auto trouble = store->clock_trouble();
    REQUIRE(trouble);
    CHECK(trouble->find("the clock went back by 60 minutes") == 0);
    CHECK_FALSE(store->clock_trouble());
    // Shown by the clock there is.
    const Entry entry = store->entry(taken->id);
    CHECK(std::chrono::abs(*entry.lease_end - *entry.taken - kLease) < 5s);
    store.run("UPDATE launch_entries SET lease_end = lease_end - 61000");
    CHECK(store->take(kDefault, kTwo, kLease));
    CHECK_FALSE(store->clock_trouble());
  }
}

TEST_CASE("a store of a newer launch is left alone") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    store.run("UPDATE launch_store SET version = 7");
    const StoreError error = error_of([&] { store.open(); });
    CHECK(error.kind == StoreError::Kind::Unusable);
    CHECK(error.message.find("was written by a newer launch: its tables are of version 7, and "
                             "this launch knows version 3") != std::string::npos);
  }
}

TEST_CASE("many agents at once: each entry is one agent's, and max_jobs holds") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    constexpr int kEntries = 60;
    constexpr std::size_t kMost = 3;
    store->add_queue("default", {static_cast<int>(kMost), false});
    for (int i = 1; i <= kEntries; ++i) store->put(new_entry(i), false);
    std::mutex mutex;
    std::multiset<std::int64_t> taken;
    std::set<std::int64_t> held;
    std::size_t most = 0;
    const auto work = [&](int number) {
      const std::unique_ptr<queue::Store> own = store.open();
      const Agent agent{"agent" + std::to_string(number), std::to_string(number), ""};
      for (;;) {
        const auto entry = own->take(kDefault, agent, kLease);
        if (!entry) {
          const std::lock_guard guard(mutex);
          if (taken.size() >= kEntries) return;
          continue;
        }
        {
          const std::lock_guard guard(mutex);
          taken.insert(entry->id);
          held.insert(entry->id);
          most = std::max(most, held.size());
          held.erase(entry->id);
        }
        own->finish(entry->id, entry->token, Outcome::Done, "");
      }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back(work, i);
    for (std::thread& each : threads) each.join();
    CHECK(taken.size() == kEntries);
    CHECK(std::set<std::int64_t>(taken.begin(), taken.end()).size() == kEntries);
    CHECK(most <= kMost);
  }
}

}  // namespace launch::tests
