// An agent without backends, to be killed: it takes entries and "runs" each by making a file of the
// name that it told the store before.
//
//   queue_worker fill STORE COUNT SEED           puts in so many, of priorities drawn from the seed
//   queue_worker work STORE NAME RUNS LEASE RUN  takes until there is nothing more; times in ms
//   queue_worker rate STORE COUNT                puts in, takes and finishes; the seconds of both
//   queue_worker sql STORE STATEMENT             prints the rows
//
// RUNS is a folder. A run is made anew only by who was told that it was never begun: that it is
// there all the same is written to RUNS/../violations.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include "submit/queue/postgresql.h"
#include "submit/queue/sqlite.h"
#include "submit/queue/store.h"

namespace launch::queue {
namespace {

using std::chrono::milliseconds;

Time now() { return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now()); }

void fill(Store& store, int count, unsigned seed) {
  std::mt19937 random(seed);
  for (int i = 0; i < count; ++i) {
    NewEntry entry;
    entry.queue = "default";
    entry.priority = static_cast<Priority>(random() % 4);
    entry.digest = std::to_string(i);
    entry.job = "job" + entry.digest;
    entry.payload = std::string(2000, 'p');
    store.put(entry, false);
  }
}

int rate(const std::string& address, int count) {
  using Clock = std::chrono::steady_clock;
  const auto seconds = [](Clock::duration time) {
    return std::chrono::duration<double>(time).count();
  };
  const std::unique_ptr<Store> store = open_store(address, now);
  const Clock::time_point begin = Clock::now();
  fill(*store, count, 1);
  const Clock::time_point middle = Clock::now();
  const Agent agent{"one", "1", ""};
  while (const auto entry = store->take({"default"}, agent, std::chrono::minutes(1)))
    store->finish(entry->id, entry->token, Outcome::Done, "");
  std::cout << seconds(middle - begin) << ' ' << seconds(Clock::now() - middle) << '\n';
  return 0;
}

class Worker {
 public:
  Worker(const std::string& address, Agent agent, std::string runs, milliseconds lease,
         milliseconds run)
      : store_(open_store(address, now)),
        agent_(std::move(agent)),
        runs_(std::move(runs)),
        lease_(lease),
        run_(run) {}

  int work() {
    for (;;) {
      const auto entry = store_->take({"default"}, agent_, lease_);
      if (entry) {
        run(*entry);
      } else if (is_over()) {
        return 0;
      } else {
        std::this_thread::sleep_for(milliseconds(20));
      }
    }
  }

 private:
  bool is_over() {
    const Queue all = store_->queues().at(0);
    return all.waiting == 0 && all.taken == 0;
  }

  void run(const Entry& entry) {
    const std::string name = "run-" + entry.what.digest;
    const bool begun = !entry.submission.empty();
    if (!begun && store_->started(entry.id, entry.token, name) != Hold::Held) return;
    const int file = open((runs_ + "/" + name).c_str(), O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (file >= 0) close(file);
    std::this_thread::sleep_for(run_);
    // Who slept for longer than its lease finds that another has gone on with it.
    if (store_->extend(entry.id, entry.token, lease_) == Hold::Lost) return;
    if (file < 0 && !begun) violation(name + " was run although nobody had begun it");
    store_->finish(entry.id, entry.token, Outcome::Done, "");
  }

  void violation(const std::string& words) const {
    const std::string line = words + "\n";
    const int file = open((runs_ + "/../violations").c_str(), O_CREAT | O_APPEND | O_WRONLY, 0600);
    if (write(file, line.data(), line.size()) < 0) std::perror("violations");
    close(file);
  }

  std::unique_ptr<Store> store_;
  Agent agent_;
  std::string runs_;
  milliseconds lease_, run_;
};

int sql(const std::string& address, const std::string& statement) {
  const std::unique_ptr<Database> database =
      is_postgresql(address) ? open_postgresql(address) : open_sqlite(address);
  for (const Row& row : database->run(statement, {})) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) std::cout << '\t';
      if (!row.text(i).empty()) std::cout << row.text(i);
      if (row.text(i).empty() && !row.is_null(i)) std::cout << row.number(i);
    }
    std::cout << '\n';
  }
  return 0;
}

int run(const std::vector<std::string>& words) {
  const auto is = [&](const char* name, std::size_t count) {
    return words.size() == count && words[0] == name;
  };
  if (is("fill", 4)) {
    const std::unique_ptr<Store> store = open_store(words[1], now);
    fill(*store, std::stoi(words[2]), static_cast<unsigned>(std::stoul(words[3])));
    return 0;
  }
  if (is("rate", 3)) return rate(words[1], std::stoi(words[2]));
  if (is("work", 6)) {
    const Agent agent{words[2], std::to_string(getpid()), ""};
    return Worker(words[1], agent, words[3], milliseconds(std::stol(words[4])),
                  milliseconds(std::stol(words[5])))
        .work();
  }
  if (is("sql", 3)) return sql(words[1], words[2]);
  std::cerr << "usage: see the head of tests/queues/worker.cpp\n";
  return 2;
}

}  // namespace
}  // namespace launch::queue

int main(int argc, char** argv) {
  try {
    return launch::queue::run({argv + 1, argv + argc});
  } catch (const launch::queue::StoreError& error) {
    std::cerr << error.message << "\n";
    return 3;
  }
}
