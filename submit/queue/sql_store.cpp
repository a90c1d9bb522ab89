#include "submit/queue/sql_store.h"

#include <algorithm>

#include "submit/queue/rows.h"
#include "submit/queue/tables.h"
#include "submit/queue/transaction.h"

namespace launch::queue {
namespace {

using Kind = StoreError::Kind;

// A clock is put right by less than this all the time, and nobody's lease minds.
constexpr std::int64_t kSlack = 2000;  // milliseconds

std::string duration_words(std::int64_t milliseconds) {
  const std::int64_t seconds = (milliseconds + 500) / 1000;
  if (seconds < 120) return std::to_string(seconds) + " seconds";
  if (seconds < 7200) return std::to_string((seconds + 30) / 60) + " minutes";
  return std::to_string((seconds + 1800) / 3600) + " hours";
}

}  // namespace

SqlStore::SqlStore(std::unique_ptr<Database> database, std::function<Time()> now)
    : database_(std::move(database)), now_(std::move(now)) {
  reading([&] { ensure_tables(*database_, now_().time_since_epoch().count()); });
}

// Throws StoreError when it was tried too often.
void SqlStore::reconnect(const ConnectionLost& lost, int tries) {
  if (tries >= kMostTries) {
    throw StoreError{Kind::Unreachable, "the connection to " + database_->name() +
                                            " breaks again and again: " + lost.why};
  }
  database_->reconnect();
}

Rows SqlStore::run(std::string_view sql, std::initializer_list<Value> parameters) {
  return database_->run(sql, {parameters.begin(), parameters.size()});
}

// The store remembers the latest time it saw. When the clock is before that, leases would last
// longer by as much, so the store's own time goes on from where it was.
SqlStore::Moment SqlStore::look_at_the_clock() {
  const std::string sql =
      "SELECT " + std::string(database_->dialect().clock) + ", seen, ahead FROM launch_store";
  const std::int64_t ours = now_().time_since_epoch().count();
  Rows rows = run(sql, {ours});
  const std::int64_t clock = rows.at(0).number(0);
  const std::int64_t seen = rows[0].number(1);
  if (clock + kSlack < seen) {
    notice(clock, seen);
    rows = run(sql, {ours});
  } else if (clock > seen + kSlack / 2) {
    run("UPDATE launch_store SET seen = $1 WHERE seen < $1", {clock});
  }
  ahead_ = rows[0].number(2);
  return {clock, clock + ahead_, false};
}

void SqlStore::notice(std::int64_t clock, std::int64_t seen) {
  // Of two that notice it at the same time, the second finds nothing to do.
  run("UPDATE launch_store SET ahead = ahead + (seen - $1), seen = $1 WHERE seen > $2",
      {clock, clock + kSlack});
  trouble_ = "the clock went back by " + duration_words(seen - clock) + " since " +
             database_->name() + " was written last; leases go on as if it had not";
}

void SqlStore::look_how_far_ahead() {
  ahead_ = run("SELECT ahead FROM launch_store", {}).at(0).number(0);
}

std::optional<std::string> SqlStore::clock_trouble() {
  const std::lock_guard guard(mutex_);
  return std::exchange(trouble_, std::nullopt);
}

bool SqlStore::add_queue(const std::string& name, const QueueChange& change) {
  return transact([&](const Moment&) {
    const bool there = !run("SELECT 1 FROM launch_queues WHERE name = $1", {name}).empty();
    run("INSERT INTO launch_queues (name, fair_share, paused, places) VALUES ($1, 0, 0, 0) "
        "ON CONFLICT (name) DO NOTHING",
        {name});
    if (change.max_jobs) {
      const bool limited = *change.max_jobs != kNoLimit;
      run("UPDATE launch_queues SET max_jobs = $2 WHERE name = $1",
          {name, limited ? Value(std::int64_t{*change.max_jobs}) : Value()});
    }
    if (change.fair_share) {
      run("UPDATE launch_queues SET fair_share = $2 WHERE name = $1",
          {name, std::int64_t{*change.fair_share ? 1 : 0}});
    }
    return !there;
  });
}

std::vector<Queue> SqlStore::queues() {
  return reading([&] {
    std::vector<Queue> queues;
    const Rows rows =
        run("SELECT q.name, q.max_jobs, q.fair_share, q.paused, "
            "count(CASE WHEN e.state = 'waiting' THEN 1 END), "
            "count(CASE WHEN e.state = 'held' THEN 1 END), "
            "count(CASE WHEN e.state = 'taken' THEN 1 END), "
            "count(CASE WHEN e.state = 'done' THEN 1 END), "
            "count(CASE WHEN e.state = 'failed' THEN 1 END) FROM launch_queues q "
            "LEFT JOIN launch_entries e ON e.queue = q.name "
            "GROUP BY q.name, q.max_jobs, q.fair_share, q.paused ORDER BY q.name",
            {});
    for (const Row& row : rows) {
      Queue queue;
      queue.name = row.text(0);
      if (!row.is_null(1)) queue.settings.max_jobs = static_cast<int>(row.number(1));
      queue.settings.fair_share = row.number(2) != 0;
      queue.paused = row.number(3) != 0;
      queue.waiting = row.number(4);
      queue.held = row.number(5);
      queue.taken = row.number(6);
      queue.done = row.number(7);
      queue.failed = row.number(8);
      queues.push_back(std::move(queue));
    }
    return queues;
  });
}

void SqlStore::remove_queue(const std::string& name) {
  transact([&](const Moment&) {
    next_place(name);
    const Rows rows =
        run("SELECT count(*) FROM launch_entries WHERE queue = $1 AND state IN ('waiting', 'held', "
            "'taken')",
            {name});
    const std::int64_t left = rows.at(0).number(0);
    if (left > 0) {
      throw StoreError{Kind::Conflict, "queue " + name + " is not empty: " + std::to_string(left) +
                                           (left == 1 ? " entry has" : " entries have") +
                                           " not ended"};
    }
    if (name == "default") throw StoreError{Kind::Conflict, "the queue default is always there"};
    refuse_needed(name);
    for (const char* const table : {"launch_payloads", "launch_needs"}) {
      run(std::string("DELETE FROM ") + table +
              " WHERE id IN (SELECT id FROM launch_entries WHERE queue = $1)",
          {name});
    }
    run("DELETE FROM launch_entries WHERE queue = $1", {name});
    run("DELETE FROM launch_shares WHERE queue = $1", {name});
    run("DELETE FROM launch_queues WHERE name = $1", {name});
    return true;
  });
}

void SqlStore::pause(const std::string& name, bool paused) {
  transact([&](const Moment&) {
    const Rows rows = run("UPDATE launch_queues SET paused = $2 WHERE name = $1 RETURNING name",
                          {name, std::int64_t{paused ? 1 : 0}});
    if (rows.empty()) refuse_unknown(name);
    return true;
  });
}

// Locks the queue for puts and takes of others until the transaction ends.
std::int64_t SqlStore::next_place(const std::string& queue) {
  const Rows rows =
      run("UPDATE launch_queues SET places = places + 1 WHERE name = $1 RETURNING places", {queue});
  if (rows.empty()) refuse_unknown(queue);
  return rows[0].number(0);
}

void SqlStore::refuse_unknown(const std::string& queue) {
  std::string known;
  for (const Row& row : run("SELECT name FROM launch_queues ORDER BY name LIMIT 20", {}))
    known += (known.empty() ? "" : ", ") + row.text(0);
  throw StoreError{Kind::Unknown, "there is no queue \"" + queue + "\" in " + database_->name() +
                                      ", which has " + known + "; `launch queue add " + queue +
                                      "` makes it"};
}

}  // namespace launch::queue
