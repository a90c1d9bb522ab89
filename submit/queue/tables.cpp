#include "submit/queue/tables.h"

#include <algorithm>
#include <array>

#include "submit/queue/store.h"

namespace launch::queue {
namespace {

// What version 2 has beside version 1: an entry waits for each producer that it needs until that is
// done, and then the row goes.
constexpr std::string_view kSecondVersion = R"(
CREATE TABLE launch_needs (
  id BIGINT NOT NULL,
  producer BIGINT NOT NULL,
  artifact TEXT NOT NULL,
  PRIMARY KEY (id, producer, artifact));
CREATE INDEX launch_needs_producer ON launch_needs (producer);
UPDATE launch_store SET version = 2
)";

// Version 3 knows what may run although it may have run before: Entry::again.
constexpr std::string_view kThirdVersion = R"(
ALTER TABLE launch_entries ADD COLUMN again BIGINT;
UPDATE launch_entries SET again = 0 WHERE attempt > 1;
UPDATE launch_store SET version = 3
)";

// Each brings a store of the version of its place, from 1, to the next.
constexpr std::array<std::string_view, kTablesVersion - 1> kUpgrades{kSecondVersion, kThirdVersion};

// `place` orders a queue's entries and is theirs alone inside it. `lease_end` is in the store's own
// time: the clock and `ahead`, which grows when the clock goes back.
// Payloads are apart because a change of a row writes all of it.
std::string tables_for(const Dialect& dialect) {
  return R"(
CREATE TABLE launch_store (
  version BIGINT NOT NULL,
  seen BIGINT NOT NULL,
  ahead BIGINT NOT NULL);
CREATE TABLE launch_queues (
  name TEXT PRIMARY KEY,
  max_jobs BIGINT,
  fair_share BIGINT NOT NULL,
  paused BIGINT NOT NULL,
  places BIGINT NOT NULL);
CREATE TABLE launch_entries (
  id )" + std::string(dialect.identity) +
         R"(,
  queue TEXT NOT NULL,
  place BIGINT NOT NULL,
  priority BIGINT NOT NULL,
  state TEXT NOT NULL,
  entity TEXT NOT NULL,
  job TEXT NOT NULL,
  file TEXT NOT NULL,
  target TEXT NOT NULL,
  digest TEXT NOT NULL,
  run_id TEXT NOT NULL,
  attempt BIGINT NOT NULL,
  resumes BIGINT NOT NULL,
  stop_asked BIGINT NOT NULL,
  token BIGINT NOT NULL,
  agent TEXT NOT NULL,
  submission TEXT NOT NULL,
  words TEXT NOT NULL,
  put_at BIGINT NOT NULL,
  taken_at BIGINT,
  ended_at BIGINT,
  lease_end BIGINT);
CREATE INDEX launch_entries_next ON launch_entries (queue, state, priority, place);
CREATE UNIQUE INDEX launch_entries_spec ON launch_entries (queue, digest, attempt);
CREATE INDEX launch_entries_token ON launch_entries (token);
CREATE TABLE launch_payloads (
  id BIGINT PRIMARY KEY,
  payload TEXT NOT NULL);
CREATE TABLE launch_shares (
  queue TEXT NOT NULL,
  entity TEXT NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (queue, entity));
CREATE TABLE launch_agents (
  name TEXT PRIMARY KEY,
  instance TEXT NOT NULL,
  place TEXT NOT NULL,
  lease_end BIGINT NOT NULL);
INSERT INTO launch_store VALUES (1, 0, 0);
INSERT INTO launch_queues VALUES ('default', NULL, 0, 0, 0)
)";
}

void run_all(Database& database, std::string_view all) {
  for (std::size_t begin = 0; begin < all.size();) {
    const std::size_t end = std::min(all.find(';', begin), all.size());
    database.run(all.substr(begin, end - begin), {});
    begin = end + 1;
  }
}

// `work` in one transaction that nobody else's `work` runs beside.
template <typename Work>
void alone(Database& database, Work&& work) {
  database.run(database.dialect().begin, {});
  try {
    database.lock_all();
    work();
    database.run("COMMIT", {});
  } catch (...) {
    database.roll_back();
    throw;
  }
}

std::int64_t version_of(Database& database) {
  const Rows rows = database.run("SELECT version FROM launch_store", {});
  return rows.empty() ? 0 : rows[0].number(0);
}

// An agent of an older launch would finish what it has and let nobody go on.
void refuse_agents(Database& database, std::int64_t clock) {
  const Rows rows = database.run(
      "SELECT name, place FROM launch_agents WHERE lease_end > (SELECT ahead + " +
          std::string(database.dialect().clock) + " FROM launch_store) ORDER BY name LIMIT 1",
      std::array<Value, 1>{clock});
  if (rows.empty()) return;
  throw StoreError{StoreError::Kind::Unusable,
                   database.name() + " is of an older launch, whose agent \"" + rows[0].text(0) +
                       "\" is at work (" + rows[0].text(1) +
                       "): stop it, and the store is brought up to date"};
}

}  // namespace

void ensure_tables(Database& database, std::int64_t clock) {
  if (!database.has_tables()) {
    alone(database, [&] {
      // Somebody else may have been quicker.
      if (database.has_tables()) return;
      if (database.is_foreign()) {
        throw StoreError{StoreError::Kind::Unusable,
                         database.name() + " is a database of another program"};
      }
      run_all(database, tables_for(database.dialect()));
      for (const std::string_view upgrade : kUpgrades) run_all(database, upgrade);
    });
  }
  for (std::size_t i = 0; i < kUpgrades.size(); ++i) {
    const std::int64_t version = static_cast<std::int64_t>(i) + 1;
    if (version_of(database) != version) continue;
    alone(database, [&] {
      if (version_of(database) != version) return;
      refuse_agents(database, clock);
      run_all(database, kUpgrades[i]);
    });
  }
  const std::int64_t version = version_of(database);
  if (version == kTablesVersion) return;
  const std::string seen = "its tables are of version " + std::to_string(version) +
                           ", and this launch knows version " + std::to_string(kTablesVersion);
  throw StoreError{StoreError::Kind::Unusable,
                   version > kTablesVersion
                       ? database.name() + " was written by a newer launch: " + seen +
                             "; install that launch, or name another store"
                       : database.name() + " is no store that can be used: " + seen};
}

}  // namespace launch::queue
