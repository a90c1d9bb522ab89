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
    if (once_ && busy_.empty() && !may_be_left()) break;
    interrupt.sleep(busy_.empty() ? kIdle : kBusy);
  }
  if (interrupt.signal() != 0) {
    drain(interrupt);
    return kOk;
  }
  tell_what_waits();
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
  doubtful_.reset();
  // Each queue in its turn.
  const auto from = std::find(queues_.begin(), queues_.end(), entry->what.queue);
  if (from != queues_.end()) std::rotate(from, from + 1, queues_.end());
  ++yard_.counts.taken;
  start(*std::move(entry));
  return true;
}

// Whether others have something that they may have been killed over: they have not extended its
// lease since it was looked at first, and will be seen to do so unless it ends.
bool Loop::may_be_left() {
  if (yard_.settings.max_jobs == 0) return false;
  std::vector<queue::Entry> taken;
  const bool answered = yard_.try_once([&](queue::Store& store) {
    for (const std::string& queue : queues_) {
      for (queue::Entry& entry : store.list({queue, queue::EntryState::Taken}))
        taken.push_back(std::move(entry));
    }
  });
  if (!answered) return true;
  if (!doubtful_) {
    doubtful_ = std::move(taken);
    if (!doubtful_->empty()) {
      yard_.log.say(Level::Info, std::to_string(doubtful_->size()) +
                                     " taken by others: waits until their leases are extended, or "
                                     "have ended");
    }
  } else {
    std::erase_if(*doubtful_, [&](const queue::Entry& before) {
      return std::none_of(taken.begin(), taken.end(), [&](const queue::Entry& now) {
        return now.token == before.token && now.lease_end == before.lease_end;
      });
    });
  }
  return !doubtful_->empty();
}

// An agent that runs once ends all the same.
void Loop::tell_what_waits() {
  yard_.try_once([&](queue::Store& store) {
    for (const queue::Queue& queue : store.queues()) {
      const bool ours = std::find(queues_.begin(), queues_.end(), queue.name) != queues_.end();
      if (!ours || queue.waiting + queue.held == 0) continue;
      std::string words = std::to_string(queue.waiting) + " waiting";
      if (queue.held > 0) words += ", " + std::to_string(queue.held) + " held";
      const auto& most = queue.settings.max_jobs;
      if (queue.paused) {
        words += ": the queue is paused";
      } else if (most && queue.taken >= *most) {
        words += ": the queue's max_jobs is " + std::to_string(*most);
      } else if (yard_.settings.max_jobs == 0) {
        words += ": the agent's max_jobs is 0";
      }
      yard_.log.say(Level::Warning, "ends, and there is more: " + words, {{"queue", queue.name}});
    }
  });
}

void Loop::start(queue::Entry entry) {
  yard_.log.say(Level::Info, "taken",
                {{"entry", entry.id}, {"queue", entry.what.queue}, {"job", entry.what.job}});
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
