#include "cli/agent/loop.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "compiler/agent/config.h"

namespace launch::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Between two looks at queues in which nothing waits.
constexpr milliseconds kIdle(1000);
// While something runs, its end makes room.
constexpr milliseconds kBusy(100);
// W&B's agent says how it is every 300 seconds, every 20 when it is to say more.
constexpr seconds kSeldom(300), kOften(20);
constexpr seconds kBetweenCounts(15);
// For what is told to end after the grace.
constexpr milliseconds kLastWords(2000);

}  // namespace

Loop::~Loop() {
  // Only on the way out of an error: nobody follows them any more, and others will.
  yard_.leave();
  yard_.end();
  for (const auto& each : busy_) each->thread.join();
}

int Loop::run(const Interrupt& interrupt) {
  while (interrupt.signal() == 0) {
    reap();
    tell_how_it_is();
    count_queues();
    if (has_room() && take()) continue;
    if (once_ && busy_.empty()) break;
    interrupt.sleep(busy_.empty() ? kIdle : kBusy);
  }
  if (interrupt.signal() != 0) {
    drain(interrupt);
    return kOk;
  }
  return yard_.counts.failed > 0 ? kFindings : kOk;
}

bool Loop::has_room() const {
  const std::int64_t most = yard_.settings.max_jobs;
  return most == agent::kUnlimited || static_cast<std::int64_t>(busy_.size()) < most;
}

// False when nothing waits, or the store does not say.
bool Loop::take() {
  std::optional<queue::Entry> entry;
  const bool answered = yard_.try_once([&](queue::Store& store) {
    entry = store.take(queues_, agent_, yard_.settings.lease);
    if (const auto trouble = store.clock_trouble()) yard_.log.say(Level::Warning, *trouble);
  });
  // Once means until nothing waits: a store that is silent for a moment has not said so.
  if (!answered && once_) {
    yard_.wait(kIdle, [] { return false; });
    return true;
  }
  if (!entry) return false;
  // Each queue in its turn.
  const auto from = std::find(queues_.begin(), queues_.end(), entry->what.queue);
  if (from != queues_.end()) std::rotate(from, from + 1, queues_.end());
  ++yard_.counts.taken;
  start(*std::move(entry));
  return true;
}

void Loop::start(queue::Entry entry) {
  yard_.log.say(
      Level::Info, "taken",
      {{"entry", std::to_string(entry.id)}, {"queue", entry.what.queue}, {"job", entry.what.job}});
  auto busy = std::make_unique<Busy>();
  busy->lease = leases_.add(entry.id, entry.token);
  busy->work = std::make_unique<Work>(yard_, std::move(entry), busy->lease);
  Busy* const it = busy.get();
  busy->thread = std::thread([this, it] {
    it->work->run();
    leases_.remove(it->lease);
    it->ended = true;
  });
  busy_.push_back(std::move(busy));
  yard_.counts.running = static_cast<std::int64_t>(busy_.size());
}

void Loop::reap() {
  for (const auto& each : busy_) {
    if (each->ended) each->thread.join();
  }
  busy_.remove_if([](const auto& each) { return each->ended && !each->thread.joinable(); });
  yard_.counts.running = static_cast<std::int64_t>(busy_.size());
}

// What runs is followed for the grace, then left to others: nothing is stopped.
void Loop::drain(const Interrupt& interrupt) {
  yard_.log.say(Level::Info, "signal " + std::to_string(interrupt.signal()) +
                                 ": nothing more is taken; a second one ends at once");
  yard_.leave();
  const Clock::time_point until = Clock::now() + yard_.settings.grace;
  const auto wait_until = [this](Clock::time_point end) {
    for (reap(); !busy_.empty() && Clock::now() < end; reap()) std::this_thread::sleep_for(kBusy);
  };
  wait_until(until);
  yard_.end();
  wait_until(Clock::now() + kLastWords);
  if (!busy_.empty()) leave_behind();
}

// Clients that are in the middle of a call go on by themselves; whoever takes the entries next
// finds out what came of that.
void Loop::leave_behind() {
  for (const std::shared_ptr<Lease>& lease : leases_.all()) {
    yard_.try_once(
        [&](queue::Store& store) { store.give_back(lease->id, lease->token, false, {}); });
  }
  yard_.try_once([&](queue::Store& store) { store.sign_off(agent_); });
  yard_.log.say(Level::Info, "ended; clients are still at work for " +
                                 std::to_string(busy_.size()) + " jobs, which others will find");
  std::fflush(nullptr);
  _exit(kOk);
}

void Loop::tell_how_it_is() {
  const seconds pace = yard_.settings.verbosity > 0 ? kOften : kSeldom;
  if (Clock::now() - told_ < pace) return;
  told_ = Clock::now();
  const Counts& counts = yard_.counts;
  yard_.log.say(Level::Info, std::to_string(counts.running) + " running, " +
                                 std::to_string(counts.done) + " done, " +
                                 std::to_string(counts.failed) + " failed of " +
                                 std::to_string(counts.taken) + " taken");
}

void Loop::count_queues() {
  if (Clock::now() - counted_ < kBetweenCounts) return;
  counted_ = Clock::now();
  yard_.try_once([&](queue::Store& store) { yard_.counts.set_queues(store.queues()); });
}

}  // namespace launch::cli
