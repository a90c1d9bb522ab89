// Entries that are held until what makes their artifacts has succeeded.
//
// Who puts an entry in locks its producers, and who finishes a producer has it locked too and then
// locks those that it lets go: of two that finish at the same time, the second sees what the first
// did.
#include <map>

#include "submit/queue/rows.h"
#include "submit/queue/sql_store.h"

namespace launch::queue {

// Those that are not done.
std::vector<Need> SqlStore::open_of(const std::vector<Need>& needs) {
  std::vector<Need> open;
  for (const Need& need : needs) {
    if (locked(need.producer).state != EntryState::Done) open.push_back(need);
  }
  return open;
}

void SqlStore::hold(std::int64_t id, const std::vector<Need>& open) {
  for (const Need& need : open) {
    run("INSERT INTO launch_needs (id, producer, artifact) VALUES ($1, $2, $3) "
        "ON CONFLICT DO NOTHING",
        {id, need.producer, need.artifact});
  }
}

// A producer that failed may have been put in anew: the latest call says who makes what.
Entry SqlStore::put_held_again(const Entry& entry, const std::vector<Need>& open) {
  if (locked(entry.id).state != EntryState::Held) return found(entry.id, false);
  run("DELETE FROM launch_needs WHERE id = $1", {entry.id});
  hold(entry.id, open);
  if (open.empty()) run("UPDATE launch_entries SET state = 'waiting' WHERE id = $1", {entry.id});
  return found(entry.id, false);
}

// They wait at the places that they got when they were put in.
void SqlStore::let_go(std::int64_t producer) {
  const Rows rows = run(
      "SELECT id FROM launch_entries WHERE id IN (SELECT id FROM launch_needs WHERE producer = $1) "
      "ORDER BY id" +
          std::string(database_->dialect().lock),
      {producer});
  if (rows.empty()) return;
  run("DELETE FROM launch_needs WHERE producer = $1", {producer});
  for (const Row& row : rows) {
    run("UPDATE launch_entries SET state = 'waiting' WHERE id = $1 AND state = 'held' AND NOT "
        "EXISTS (SELECT 1 FROM launch_needs n WHERE n.id = launch_entries.id)",
        {row.number(0)});
  }
}

// Of entries of `queue`, or of all queues.
void SqlStore::add_waits(std::vector<Entry>& entries, const std::optional<std::string>& queue) {
  std::map<std::int64_t, Entry*> held;
  for (Entry& entry : entries) {
    if (entry.state == EntryState::Held) held[entry.id] = &entry;
  }
  if (held.empty()) return;
  const Value one = held.size() == 1 ? Value(held.begin()->first) : Value();
  const Rows rows = run(
      "SELECT n.id, n.producer, n.artifact, p.job, p.state FROM launch_needs n "
      "JOIN launch_entries e ON e.id = n.id JOIN launch_entries p ON p.id = n.producer "
      "WHERE e.state = 'held' AND e.queue = COALESCE($1, e.queue) AND e.id = COALESCE($2, e.id) "
      "ORDER BY n.id, n.producer, n.artifact",
      {queue ? Value(*queue) : Value(), one});
  for (const Row& row : rows) {
    const auto entry = held.find(row.number(0));
    if (entry == held.end()) continue;
    entry->second->waits_for.push_back(
        {{row.number(1), row.text(2)},
         row.text(3),
         entry_state_named(row.text(4)).value_or(EntryState::Failed)});
  }
}

// What is forgotten can never succeed.
void SqlStore::refuse_needed(const std::string& queue) {
  const Rows rows =
      run("SELECT e.id, e.queue, p.id FROM launch_needs n JOIN launch_entries e ON e.id = n.id "
          "JOIN launch_entries p ON p.id = n.producer "
          "WHERE p.queue = $1 AND e.queue <> $1 AND e.state = 'held' ORDER BY e.id LIMIT 1",
          {queue});
  if (rows.empty()) return;
  throw StoreError{StoreError::Kind::Conflict,
                   "entry " + std::to_string(rows[0].number(0)) + " of queue " + rows[0].text(1) +
                       " waits for entry " + std::to_string(rows[0].number(2)) + " of queue " +
                       queue + ": remove the one, or retry the other"};
}

}  // namespace launch::queue
