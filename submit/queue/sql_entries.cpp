// What people do with entries.
#include "submit/queue/rows.h"
#include "submit/queue/token.h"
#include "submit/queue/transaction.h"

namespace launch::queue {
namespace {

using Kind = StoreError::Kind;

StoreError conflict(const Entry& entry, const std::string& wanted) {
  return {Kind::Conflict, "entry " + std::to_string(entry.id) + " is " +
                              std::string(name_of(entry.state)) + ", and " + wanted};
}

const std::string kSelect = "SELECT " + std::string(kEntryColumns) + " FROM launch_entries ";

}  // namespace

Put SqlStore::put(const NewEntry& what, bool rerun) {
  const Token ticket = new_token();
  return transact([&](const Moment& moment) {
    if (moment.again) {
      const Rows mine = run("SELECT id FROM launch_entries WHERE token = $1", {ticket});
      if (!mine.empty()) return Put{found(mine[0].number(0), false), false};
    }
    const std::optional<Entry> last = of_spec(what.queue, what.digest);
    // A call that names no producer says nothing of whom it waits for.
    const bool waits = last && last->state == EntryState::Held && !what.needs.empty();
    if (waits && !rerun) return Put{put_held_again(*last, open_of(what.needs)), true};
    if (last && last->state != EntryState::Removed && !rerun)
      return Put{last->state == EntryState::Held ? found(last->id, false) : *last, true};
    const std::int64_t place = next_place(what.queue);
    const std::vector<Need> open = open_of(what.needs);
    const int attempt = last ? last->attempt + 1 : 1;
    // What people removed although it had begun, they put in again knowing that.
    const bool again = rerun || (last && !last->submission.empty());
    const Rows rows = run(
        "INSERT INTO launch_entries (queue, place, priority, state, entity, job, file, target, "
        "digest, run_id, attempt, resumes, stop_asked, token, agent, submission, words, put_at, "
        "again) "
        "VALUES ($1, $2, $3, $13, $4, $5, $6, $7, $8, $9, $10, 0, 0, $11, '', '', '', $12, $14) "
        "ON CONFLICT (queue, digest, attempt) DO NOTHING RETURNING " +
            std::string(kEntryColumns),
        {what.queue, place, static_cast<std::int64_t>(what.priority), what.entity, what.job,
         what.file, what.target, what.digest, what.run_id, std::int64_t{attempt}, ticket,
         moment.clock, std::string(name_of(open.empty() ? EntryState::Waiting : EntryState::Held)),
         again ? Value(std::int64_t{0}) : Value()});
    // Somebody else put the same in while we waited for the queue.
    if (rows.empty()) return Put{of_spec(what.queue, what.digest).value(), true};
    Put put{entry_of(rows.at(0), ahead_), false};
    run("INSERT INTO launch_payloads (id, payload) VALUES ($1, $2)", {put.entry.id, what.payload});
    hold(put.entry.id, open);
    if (!open.empty()) put.entry = found(put.entry.id, false);
    return put;
  });
}

std::vector<Entry> SqlStore::list(const Filter& filter) {
  return reading([&] {
    look_how_far_ahead();
    // Ended last, newest first; before them what runs, and first what waits, in its order.
    const std::string sql =
        kSelect +
        "WHERE queue = COALESCE($1, queue) AND state = COALESCE($2, state) ORDER BY "
        "CASE state WHEN 'waiting' THEN 0 WHEN 'held' THEN 1 WHEN 'taken' THEN 2 ELSE 3 END, "
        "queue, "
        "CASE WHEN ended_at IS NULL THEN priority ELSE 0 END, "
        "CASE WHEN ended_at IS NULL THEN place ELSE -ended_at END, id DESC LIMIT $3";
    const Rows rows = run(sql, {filter.queue ? Value(*filter.queue) : Value(),
                                filter.state ? Value(std::string(name_of(*filter.state))) : Value(),
                                static_cast<std::int64_t>(filter.most)});
    std::vector<Entry> entries;
    entries.reserve(rows.size());
    for (const Row& row : rows) entries.push_back(entry_of(row, ahead_));
    add_waits(entries, filter.queue);
    return entries;
  });
}

Entry SqlStore::entry(std::int64_t id) {
  return reading([&] {
    look_how_far_ahead();
    return found(id, true);
  });
}

Entry SqlStore::found(std::int64_t id, bool with_payload) {
  const Rows rows = run(kSelect + "WHERE id = $1", {id});
  if (rows.empty()) {
    throw StoreError{Kind::Unknown,
                     "there is no entry " + std::to_string(id) + " in " + database_->name()};
  }
  std::vector<Entry> one{entry_of(rows[0], ahead_)};
  add_waits(one, one[0].what.queue);
  Entry entry = std::move(one[0]);
  if (with_payload) {
    const Rows payload = run("SELECT payload FROM launch_payloads WHERE id = $1", {id});
    if (!payload.empty()) entry.what.payload = payload[0].text(0);
  }
  return entry;
}

Entry SqlStore::locked(std::int64_t id) {
  run("SELECT id FROM launch_entries WHERE id = $1" + std::string(database_->dialect().lock), {id});
  return found(id, false);
}

std::optional<Entry> SqlStore::find(const std::string& queue, const std::string& digest) {
  return reading([&] { return of_spec(queue, digest); });
}

// The last attempt.
std::optional<Entry> SqlStore::of_spec(const std::string& queue, const std::string& digest) {
  const Rows rows = run(kSelect + "WHERE queue = $1 AND digest = $2 ORDER BY attempt DESC LIMIT 1",
                        {queue, digest});
  if (rows.empty()) return std::nullopt;
  return entry_of(rows[0], ahead_);
}

Entry SqlStore::move(std::int64_t id, const std::optional<std::string>& queue,
                     std::optional<Priority> priority) {
  return transact([&](const Moment&) {
    Entry entry = locked(id);
    const bool waits = entry.state == EntryState::Waiting || entry.state == EntryState::Held;
    if (!waits) throw conflict(entry, "only what waits can be moved");
    if (priority) entry.what.priority = *priority;
    Value place;
    if (queue && *queue != entry.what.queue) {
      place = next_place(*queue);
      const std::optional<Entry> same = of_spec(*queue, entry.what.digest);
      const bool lives =
          same && (same->state == EntryState::Waiting || same->state == EntryState::Held ||
                   same->state == EntryState::Taken);
      if (lives) {
        throw StoreError{
            Kind::Conflict,
            "queue " + *queue + " has the same spec already, as entry " + std::to_string(same->id)};
      }
      entry.attempt = same ? same->attempt + 1 : 1;
      entry.what.queue = *queue;
    }
    run("UPDATE launch_entries SET queue = $2, priority = $3, attempt = $4, "
        "place = COALESCE($5, place) WHERE id = $1",
        {id, entry.what.queue, static_cast<std::int64_t>(entry.what.priority),
         std::int64_t{entry.attempt}, place});
    return found(id, false);
  });
}

Entry SqlStore::remove(std::int64_t id) {
  return transact([&](const Moment& moment) {
    const Entry before = locked(id);
    // It would no longer be known to have run.
    if (before.state == EntryState::Done)
      throw conflict(before, "only what has not succeeded can be removed");
    run("UPDATE launch_entries SET stop_asked = 1 WHERE id = $1 AND state = 'taken'", {id});
    run("UPDATE launch_entries SET state = 'removed', ended_at = COALESCE(ended_at, $2) "
        "WHERE id = $1 AND state <> 'taken'",
        {id, moment.clock});
    return found(id, false);
  });
}

Entry SqlStore::retry(std::int64_t id) {
  return transact([&](const Moment&) {
    Entry before = locked(id);
    const bool ended = before.state == EntryState::Failed || before.state == EntryState::Removed;
    if (before.state == EntryState::Waiting || before.state == EntryState::Held) return before;
    if (!ended) throw conflict(before, "only what failed or was removed can be tried again");
    const std::int64_t place = next_place(before.what.queue);
    // What its producers owed it when it was removed, they owe it still.
    run("UPDATE launch_entries SET state = CASE WHEN EXISTS (SELECT 1 FROM launch_needs n "
        "WHERE n.id = launch_entries.id) THEN 'held' ELSE 'waiting' END, place = $2, "
        "submission = '', words = '', ended_at = NULL, stop_asked = 0, "
        "again = resumes WHERE id = $1",
        {id, place});
    return found(id, false);
  });
}

}  // namespace launch::queue
