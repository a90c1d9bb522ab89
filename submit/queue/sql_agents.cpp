// What agents do.
#include <random>

#include "submit/queue/rows.h"
#include "submit/queue/token.h"
#include "submit/queue/transaction.h"

namespace launch::queue {

using std::chrono::milliseconds;

// A number that a transaction counted could be given twice when nobody heard of its commit.
Token new_token() {
  thread_local std::random_device device;
  const std::uint64_t high = device();
  const std::uint64_t low = device();
  return static_cast<Token>(((high << 32U) | low) >> 1U) | 1;
}

std::optional<Agent> SqlStore::sign_on(const Agent& agent, milliseconds lease) {
  return transact([&](const Moment& moment) -> std::optional<Agent> {
    const Rows told = run(
        "INSERT INTO launch_agents (name, instance, place, lease_end) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (name) DO UPDATE SET instance = excluded.instance, place = excluded.place, "
        "lease_end = excluded.lease_end WHERE launch_agents.instance = excluded.instance "
        "OR launch_agents.lease_end <= $5 RETURNING name",
        {agent.name, agent.instance, agent.where, moment.own + lease.count(), moment.own});
    if (!told.empty()) return std::nullopt;
    const Rows rows =
        run("SELECT instance, place, lease_end FROM launch_agents WHERE name = $1", {agent.name});
    if (rows.empty()) return std::nullopt;
    const std::int64_t end = rows[0].number(2);
    return Agent{agent.name, rows[0].text(0), rows[0].text(1), end, milliseconds(end - moment.own)};
  });
}

void SqlStore::sign_off(const Agent& agent) {
  transact([&](const Moment&) {
    run("DELETE FROM launch_agents WHERE name = $1 AND instance = $2",
        {agent.name, agent.instance});
    return true;
  });
}

std::vector<Agent> SqlStore::agents() {
  return reading([&] {
    const Moment moment = look_at_the_clock();
    std::vector<Agent> agents;
    for (const Row& row :
         run("SELECT name, instance, place, lease_end FROM launch_agents WHERE lease_end > $1 "
             "ORDER BY name",
             {moment.own})) {
      agents.push_back({row.text(0), row.text(1), row.text(2), row.number(3),
                        milliseconds(row.number(3) - moment.own)});
    }
    return agents;
  });
}

std::optional<Entry> SqlStore::take(const std::vector<std::string>& queues, const Agent& agent,
                                    milliseconds lease) {
  for (const std::string& queue : queues) {
    if (std::optional<Entry> entry = take_from(queue, agent, lease)) return entry;
  }
  return std::nullopt;
}

// Whether there may be something is asked first, without keeping anybody from writing: most
// questions of an idle agent end there.
std::optional<Entry> SqlStore::take_from(const std::string& queue, const Agent& agent,
                                         milliseconds lease) {
  Turn turn{queue, agent.name, new_token(), lease.count()};
  const bool any = reading([&] {
    const std::string sql =
        "SELECT EXISTS (SELECT 1 FROM launch_entries WHERE queue = $2 AND state = 'waiting'), "
        "EXISTS (SELECT 1 FROM launch_entries WHERE queue = $2 AND state = 'taken' AND "
        "lease_end <= (SELECT ahead + " +
        std::string(database_->dialect().clock) + " FROM launch_store))";
    const Rows rows = run(sql, {now_().time_since_epoch().count(), queue});
    turn.overdue = rows.at(0).number(1) != 0;
    return turn.overdue || rows[0].number(0) != 0;
  });
  if (!any) return std::nullopt;
  return transact([&](const Moment& moment) { return take_next(turn, moment); });
}

std::optional<Entry> SqlStore::take_next(const Turn& asked, const Moment& moment) {
  if (moment.again) {
    const Rows mine =
        run("SELECT id FROM launch_entries WHERE token = $1 AND state = 'taken'", {asked.token});
    if (!mine.empty()) return found(mine[0].number(0), true);
  }
  Turn turn = asked;
  if (turn.overdue) {
    if (const auto id = next_of(turn, moment)) return give(*id, turn, moment);
    turn.overdue = false;
  }
  const std::string settings =
      "SELECT max_jobs, fair_share, paused FROM launch_queues WHERE name = $1";
  Rows rows = run(settings, {turn.queue});
  if (rows.empty()) return std::nullopt;
  const bool counted = !rows[0].is_null(0) || rows[0].number(1) != 0;
  // What is counted must not change while it is counted.
  if (counted) rows = run(settings + std::string(database_->dialect().lock), {turn.queue});
  if (rows.empty() || rows[0].number(2) != 0) return std::nullopt;
  if (!rows[0].is_null(0)) {
    const Rows taken = run(
        "SELECT count(*) FROM launch_entries WHERE queue = $1 AND state = 'taken'", {turn.queue});
    if (taken.at(0).number(0) >= rows[0].number(0)) return std::nullopt;
  }
  turn.fair = rows[0].number(1) != 0;
  const auto id = next_of(turn, moment);
  if (!id) return std::nullopt;
  std::optional<Entry> entry = give(*id, turn, moment);
  if (entry && turn.fair) {
    run("INSERT INTO launch_shares (queue, entity, last) VALUES ($1, $2, "
        "(SELECT COALESCE(max(last), 0) + 1 FROM launch_shares WHERE queue = $1)) "
        "ON CONFLICT (queue, entity) DO UPDATE SET last = excluded.last",
        {turn.queue, entry->what.entity});
  }
  return entry;
}

std::optional<std::int64_t> SqlStore::next_of(const Turn& turn, const Moment& moment) {
  const std::string unused(database_->dialect().lock_unused);
  Rows rows;
  if (turn.overdue) {
    rows =
        run("SELECT id FROM launch_entries WHERE queue = $1 AND state = 'taken' AND "
            "lease_end <= $2 ORDER BY priority, place LIMIT 1" +
                unused,
            {turn.queue, moment.own});
  } else if (turn.fair) {
    // Inside the priority whose turn it is, the first of the entity that has least running; of
    // several, of the one whose last turn is the longest ago.
    rows = run(
        "WITH heads AS (SELECT entity, min(place) AS place FROM launch_entries WHERE queue = $1 "
        "AND state = 'waiting' AND priority = (SELECT min(priority) FROM launch_entries "
        "WHERE queue = $1 AND state = 'waiting') GROUP BY entity), "
        "running AS (SELECT entity, count(*) AS n FROM launch_entries WHERE queue = $1 "
        "AND state = 'taken' GROUP BY entity) "
        "SELECT e.id FROM heads JOIN launch_entries e ON e.queue = $1 AND e.place = heads.place "
        "AND e.state = 'waiting' LEFT JOIN running ON running.entity = heads.entity "
        "LEFT JOIN launch_shares s ON s.queue = $1 AND s.entity = heads.entity "
        "ORDER BY COALESCE(running.n, 0), COALESCE(s.last, 0), heads.place LIMIT 1",
        {turn.queue});
  } else {
    rows =
        run("SELECT id FROM launch_entries WHERE queue = $1 AND state = 'waiting' "
            "ORDER BY priority, place LIMIT 1" +
                unused,
            {turn.queue});
  }
  if (rows.empty()) return std::nullopt;
  return rows[0].number(0);
}

std::optional<Entry> SqlStore::give(std::int64_t id, const Turn& turn, const Moment& moment) {
  const Rows rows =
      run("UPDATE launch_entries SET state = 'taken', token = $2, agent = $3, taken_at = $4, "
          "lease_end = $5, words = '' WHERE id = $1 AND (state = 'waiting' OR state = 'taken' AND "
          "lease_end <= $6) RETURNING " +
              std::string(kEntryColumns) +
              ", (SELECT payload FROM launch_payloads p WHERE p.id = launch_entries.id)",
          {id, turn.token, turn.agent, moment.clock, moment.own + turn.lease, moment.own});
  // People may have taken it out in that very moment.
  if (rows.empty()) return std::nullopt;
  Entry entry = entry_of(rows[0], ahead_);
  const std::size_t payload = rows[0].size() - 1;
  if (!rows[0].is_null(payload)) entry.what.payload = rows[0].text(payload);
  return entry;
}

Hold SqlStore::hold_of(const Rows& rows) {
  if (rows.empty()) return Hold::Lost;
  return rows[0].number(0) != 0 ? Hold::StopAsked : Hold::Held;
}

Hold SqlStore::extend(std::int64_t id, Token token, milliseconds lease) {
  return transact([&](const Moment& moment) {
    return hold_of(
        run("UPDATE launch_entries SET lease_end = $3 WHERE id = $1 AND token = $2 AND "
            "state = 'taken' RETURNING stop_asked",
            {id, token, moment.own + lease.count()}));
  });
}

Hold SqlStore::started(std::int64_t id, Token token, const std::string& submission) {
  return transact([&](const Moment&) {
    return hold_of(
        run("UPDATE launch_entries SET submission = $3 WHERE id = $1 AND token = $2 AND "
            "state = 'taken' RETURNING stop_asked",
            {id, token, submission}));
  });
}

Hold SqlStore::built(std::int64_t id, Token token, const std::string& payload) {
  return transact([&](const Moment&) {
    // Nobody takes it over before the payload is written.
    const Hold hold =
        hold_of(run("UPDATE launch_entries SET words = '' WHERE id = $1 AND token = $2 AND "
                    "state = 'taken' RETURNING stop_asked",
                    {id, token}));
    if (hold != Hold::Lost)
      run("UPDATE launch_payloads SET payload = $2 WHERE id = $1", {id, payload});
    return hold;
  });
}

Hold SqlStore::say(std::int64_t id, Token token, const std::string& words) {
  return transact([&](const Moment&) {
    return hold_of(
        run("UPDATE launch_entries SET words = $3 WHERE id = $1 AND token = $2 AND "
            "state = 'taken' RETURNING stop_asked",
            {id, token, words}));
  });
}

bool SqlStore::finish(std::int64_t id, Token token, Outcome outcome, const std::string& words) {
  const std::string state(outcome == Outcome::Done     ? "done"
                          : outcome == Outcome::Failed ? "failed"
                                                       : "removed");
  return transact([&](const Moment& moment) {
    const Rows rows =
        run("UPDATE launch_entries SET state = $3, words = $4, ended_at = $5, lease_end = NULL, "
            "stop_asked = 0 WHERE id = $1 AND token = $2 AND state = 'taken' RETURNING id",
            {id, token, state, words, moment.clock});
    if (!rows.empty() && outcome == Outcome::Done) let_go(id);
    if (!rows.empty() || !moment.again) return !rows.empty();
    return !run("SELECT 1 FROM launch_entries WHERE id = $1 AND token = $2 AND state = $3",
                {id, token, state})
                .empty();
  });
}

bool SqlStore::give_back(std::int64_t id, Token token, bool preempted, const std::string& words) {
  return transact([&](const Moment& moment) {
    // What runs on without its agent is another's at once, and counts all the time.
    const Rows rows =
        run("UPDATE launch_entries SET state = CASE WHEN $3 = 0 AND submission <> '' THEN 'taken' "
            "WHEN stop_asked = 1 THEN 'removed' ELSE 'waiting' END, "
            "lease_end = CASE WHEN $3 = 0 AND submission <> '' THEN CAST($4 AS BIGINT) END, "
            "ended_at = CASE WHEN stop_asked = 1 AND ($3 = 1 OR submission = '') THEN CAST($5 AS "
            "BIGINT) END, "
            "resumes = resumes + $3, submission = CASE WHEN $3 = 0 THEN submission ELSE '' END, "
            "words = $6 WHERE id = $1 AND token = $2 AND state = 'taken' RETURNING id",
            {id, token, std::int64_t{preempted ? 1 : 0}, moment.own, moment.clock, words});
    if (!rows.empty() || !moment.again) return !rows.empty();
    return !run("SELECT 1 FROM launch_entries WHERE id = $1 AND token = $2", {id, token}).empty();
  });
}

}  // namespace launch::queue
