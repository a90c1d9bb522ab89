/* The least that a queue in SQL can do: a table, an index, and as many commits as launch's store makes.
 *
 *   queue_plain sqlite FILE COUNT
 *   queue_plain postgresql ADDRESS COUNT
 *
 * Puts COUNT rows in, one a commit; then takes each in its order (one commit) and finishes it (one more).
 * Prints the seconds of both.
 */
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *kIndex = "CREATE INDEX jobs_next ON jobs (state, priority, id)";
static char payload[2001];

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void fail(const char *why) {
  fprintf(stderr, "queue_plain: %s\n", why);
  exit(1);
}

static sqlite3 *file;

static sqlite3_stmt *prepared(const char *sql) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(file, sql, -1, &statement, NULL) != SQLITE_OK) fail(sqlite3_errmsg(file));
  return statement;
}

static int step(sqlite3_stmt *statement) {
  int result = sqlite3_step(statement);
  if (result != SQLITE_DONE && result != SQLITE_ROW) fail(sqlite3_errmsg(file));
  return result == SQLITE_ROW;
}

static void run(sqlite3_stmt *statement) {
  step(statement);
  sqlite3_reset(statement);
}

static void with_sqlite(const char *path, int count) {
  if (sqlite3_open(path, &file) != SQLITE_OK) fail(sqlite3_errmsg(file));
  const char *made[] = {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
                        "CREATE TABLE jobs (id INTEGER PRIMARY KEY, priority INT, state TEXT, job TEXT, payload TEXT)", kIndex};
  for (int i = 0; i < 4; ++i) sqlite3_exec(file, made[i], NULL, NULL, NULL);
  sqlite3_stmt *begin = prepared("BEGIN IMMEDIATE"), *commit = prepared("COMMIT");
  sqlite3_stmt *put = prepared("INSERT INTO jobs (priority, state, job, payload) VALUES (?, 'waiting', 'job', ?)");
  sqlite3_stmt *next = prepared("SELECT id, payload FROM jobs WHERE state = 'waiting' ORDER BY priority, id LIMIT 1");
  sqlite3_stmt *take = prepared("UPDATE jobs SET state = 'taken' WHERE id = ?");
  sqlite3_stmt *finish = prepared("UPDATE jobs SET state = 'done' WHERE id = ?");
  double start = seconds();
  for (int i = 0; i < count; ++i) {
    run(begin);
    sqlite3_bind_int(put, 1, i % 4);
    sqlite3_bind_text(put, 2, payload, -1, SQLITE_STATIC);
    run(put);
    run(commit);
  }
  double middle = seconds();
  for (int i = 0; i < count; ++i) {
    run(begin);
    if (!step(next)) fail("nothing is left");
    sqlite3_int64 id = sqlite3_column_int64(next, 0);
    sqlite3_reset(next);
    sqlite3_bind_int64(take, 1, id);
    run(take);
    run(commit);
    run(begin);
    sqlite3_bind_int64(finish, 1, id);
    run(finish);
    run(commit);
  }
  printf("%f %f\n", middle - start, seconds() - middle);
}

static PGconn *connection;

static PGresult *answer(PGresult *result) {
  ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(PQerrorMessage(connection));
  return result;
}

static void prepare(const char *name, const char *sql) { PQclear(answer(PQprepare(connection, name, sql, 0, NULL))); }

static PGresult *call(const char *name, int count, const char *const *values) {
  return answer(PQexecPrepared(connection, name, count, values, NULL, NULL, 0));
}

static void done(const char *name, int count, const char *const *values) { PQclear(call(name, count, values)); }

static void with_postgresql(const char *address, int count) {
  connection = PQconnectdb(address);
  if (PQstatus(connection) != CONNECTION_OK) fail(PQerrorMessage(connection));
  PQclear(answer(PQexec(connection, "CREATE TABLE jobs (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, priority INT, state TEXT, job TEXT, payload TEXT)")));
  PQclear(answer(PQexec(connection, kIndex)));
  prepare("begin", "BEGIN");
  prepare("commit", "COMMIT");
  prepare("put", "INSERT INTO jobs (priority, state, job, payload) VALUES ($1, 'waiting', 'job', $2)");
  prepare("next", "SELECT id, payload FROM jobs WHERE state = 'waiting' ORDER BY priority, id LIMIT 1 FOR UPDATE SKIP LOCKED");
  prepare("take", "UPDATE jobs SET state = 'taken' WHERE id = $1");
  prepare("finish", "UPDATE jobs SET state = 'done' WHERE id = $1");
  const char *priorities[] = {"0", "1", "2", "3"};
  double start = seconds();
  for (int i = 0; i < count; ++i) {
    const char *values[] = {priorities[i % 4], payload};
    done("begin", 0, NULL);
    done("put", 2, values);
    done("commit", 0, NULL);
  }
  double middle = seconds();
  for (int i = 0; i < count; ++i) {
    done("begin", 0, NULL);
    PGresult *next = call("next", 0, NULL);
    if (PQntuples(next) != 1) fail("nothing is left");
    const char *values[] = {PQgetvalue(next, 0, 0)};
    done("take", 1, values);
    done("commit", 0, NULL);
    done("begin", 0, NULL);
    done("finish", 1, values);
    done("commit", 0, NULL);
    PQclear(next);
  }
  printf("%f %f\n", middle - start, seconds() - middle);
}

int main(int argc, char **argv) {
  if (argc != 4) fail("see the head of bench/queue_plain.c");
  memset(payload, 'p', sizeof payload - 1);
  if (strcmp(argv[1], "sqlite") == 0)
    with_sqlite(argv[2], atoi(argv[3]));
  else
    with_postgresql(argv[2], atoi(argv[3]));
  return 0;
}
