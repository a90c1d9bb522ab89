// Entries that are held until what makes their artifacts has succeeded; stores of an older launch.
#include <thread>

#include "tests/catch.h"
#include "tests/queue_stores.h"

namespace launch::tests {
namespace {

using namespace std::chrono_literals;
using queue::Agent;
using queue::Entry;
using queue::EntryState;
using queue::NewEntry;
using queue::Outcome;
using queue::StoreError;

const Agent kAgent{"one", "1111", "here:1"};

Entry put(TestStore& store, int number, std::vector<queue::Need> needs = {}) {
  NewEntry entry = new_entry(number);
  entry.needs = std::move(needs);
  return store->put(entry, false).entry;
}

// Takes the next and ends it. Its job; empty when nothing was to be had.
std::string run_next(TestStore& store, Outcome outcome = Outcome::Done) {
  const auto entry = store->take(kDefault, kAgent, kLease);
  if (!entry) return {};
  CHECK(store->finish(entry->id, entry->token, outcome, ""));
  return entry->what.job;
}

// As the first version had them.
void make_old(TestStore& store) {
  store.run("DROP TABLE launch_needs");
  store.run("ALTER TABLE launch_entries DROP COLUMN again");
  store.run("UPDATE launch_store SET version = 1");
}

}  // namespace

TEST_CASE("what needs others is held until all of them are done, and keeps its place") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    store->add_queue("data", {});
    const Entry one = put(store, 1);
    NewEntry elsewhere = new_entry(2);
    elsewhere.queue = "data";
    const Entry two = store->put(elsewhere, false).entry;
    const Entry held = put(store, 3, {{one.id, "raw"}, {two.id, "clean"}, {two.id, "more"}});
    put(store, 4);
    CHECK(held.state == EntryState::Held);
    REQUIRE(held.waits_for.size() == 3);
    CHECK(held.waits_for[1].need.producer == two.id);
    CHECK(held.waits_for[1].need.artifact == "clean");
    CHECK(held.waits_for[1].job == "job2.yaml");
    CHECK(held.waits_for[1].state == EntryState::Waiting);
    CHECK(store->queues().at(1).held == 1);
    CHECK(run_next(store) == "job1.yaml");
    CHECK(store->entry(held.id).waits_for.size() == 2);
    const auto producer = store->take({"data"}, kAgent, kLease);
    CHECK(store->list({}).at(1).waits_for.at(0).state == EntryState::Taken);
    store->finish(producer->id, producer->token, Outcome::Done, "");
    CHECK(store->entry(held.id).state == EntryState::Waiting);
    // It was put in before 4.
    CHECK(run_next(store) == "job3.yaml");
    CHECK(run_next(store) == "job4.yaml");
    // What is done by now holds nobody.
    CHECK(put(store, 5, {{one.id, "raw"}}).state == EntryState::Waiting);
  }
}

TEST_CASE("what failed holds those behind it until it is tried again") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    const Entry one = put(store, 1);
    const Entry held = put(store, 2, {{one.id, "raw"}});
    const Entry last = put(store, 3, {{held.id, "model"}});
    run_next(store, Outcome::Failed);
    CHECK(store->entry(held.id).waits_for.at(0).state == EntryState::Failed);
    CHECK(store->entry(last.id).waits_for.at(0).state == EntryState::Held);
    CHECK(run_next(store).empty());
    CHECK(store->retry(held.id).state == EntryState::Held);
    store->retry(one.id);
    CHECK(run_next(store) == "job1.yaml");
    CHECK(run_next(store) == "job2.yaml");
    CHECK(run_next(store) == "job3.yaml");
  }
}

TEST_CASE("held entries are moved, removed and tried again as those that wait") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    store->add_queue("gpu", {});
    const Entry one = put(store, 1);
    const Entry held = put(store, 2, {{one.id, "raw"}});
    CHECK(store->move(held.id, "gpu", queue::Priority::High).state == EntryState::Held);
    const StoreError needed = error_of([&] { store->remove_queue("gpu"); });
    CHECK(needed.kind == StoreError::Kind::Conflict);
    CHECK(store->remove(held.id).state == EntryState::Removed);
    CHECK(store->retry(held.id).state == EntryState::Held);
    store->remove(held.id);
    CHECK(run_next(store) == "job1.yaml");
    CHECK(store->entry(held.id).state == EntryState::Removed);
    CHECK(store->retry(held.id).state == EntryState::Waiting);
    CHECK(error_of([&] { put(store, 9, {{4711, "raw"}}); }).kind == StoreError::Kind::Unknown);
  }
}

TEST_CASE("a queue is not forgotten while somebody waits for what failed in it") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    store->add_queue("data", {});
    NewEntry producer = new_entry(1);
    producer.queue = "data";
    const Entry one = store->put(producer, false).entry;
    const Entry held = put(store, 2, {{one.id, "raw"}});
    store->remove(one.id);
    const StoreError error = error_of([&] { store->remove_queue("data"); });
    CHECK(error.kind == StoreError::Kind::Conflict);
    CHECK(error.message == "entry " + std::to_string(held.id) +
                               " of queue default waits for entry " + std::to_string(one.id) +
                               " of queue data: remove the one, or retry the other");
    store->remove(held.id);
    store->remove_queue("data");
  }
}

TEST_CASE("the latest call says whom a held entry waits for") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    const Entry one = put(store, 1);
    const Entry held = put(store, 2, {{one.id, "raw"}});
    store->remove(one.id);
    const Entry anew = put(store, 1);
    CHECK(anew.id != one.id);
    CHECK(put(store, 2, {{anew.id, "raw"}}).id == held.id);
    CHECK(store->entry(held.id).waits_for.at(0).need.producer == anew.id);
    // One that names nobody says nothing of it.
    const Entry alone = put(store, 2);
    CHECK(alone.state == EntryState::Held);
    CHECK(alone.waits_for.at(0).need.producer == anew.id);
    CHECK(run_next(store) == "job1.yaml");
    CHECK(run_next(store) == "job2.yaml");
  }
}

TEST_CASE("of producers that end at the same moment the last lets go") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    for (int round = 0; round < 6; ++round) {
      std::vector<queue::Need> needs;
      std::vector<Entry> taken;
      for (int i = 0; i < 4; ++i) needs.push_back({put(store, round * 10 + i).id, "raw"});
      const Entry held = put(store, round * 10 + 9, needs);
      for (int i = 0; i < 4; ++i) taken.push_back(store->take(kDefault, kAgent, kLease).value());
      std::vector<std::thread> threads;
      for (const Entry& each : taken) {
        threads.emplace_back(
            [&store, &each] { store.open()->finish(each.id, each.token, Outcome::Done, ""); });
      }
      for (std::thread& thread : threads) thread.join();
      CHECK(store->entry(held.id).state == EntryState::Waiting);
      run_next(store);
    }
  }
}

TEST_CASE("a store of an older launch is brought up to date, with what is in it") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    const Entry one = put(store, 1);
    make_old(store);
    const auto opened = store.open();
    CHECK(store.run("SELECT version FROM launch_store").at(0).number(0) == 3);
    CHECK(opened->entry(one.id).what.payload == store->entry(one.id).what.payload);
    CHECK(put(store, 2, {{one.id, "raw"}}).state == EntryState::Held);
  }
}

TEST_CASE("not while an agent of that launch is at work") {
  for (const std::string& kind : store_kinds()) {
    CAPTURE(kind);
    TestStore store(kind);
    store->sign_on(kAgent, kLease);
    make_old(store);
    const StoreError error = error_of([&] { store.open(); });
    CHECK(error.kind == StoreError::Kind::Unusable);
    CHECK(error.message.find("is of an older launch, whose agent \"one\" is at work (here:1): stop "
                             "it") != std::string::npos);
    store.run("DELETE FROM launch_agents");
    store.open();
  }
}

}  // namespace launch::tests
