/* The least that an idle agent can do with a queue in SQL: it asks each second whether something waits, and says every
 * twelve that it lives, as `launch agent` does.
 *
 *   idle_plain FILE
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static sqlite3 *file;

static void run(const char *sql) {
  if (sqlite3_exec(file, sql, NULL, NULL, NULL) == SQLITE_OK) return;
  fprintf(stderr, "idle_plain: %s\n", sqlite3_errmsg(file));
  exit(1);
}

int main(int argc, char **argv) {
  if (argc != 2 || sqlite3_open(argv[1], &file) != SQLITE_OK) return 2;
  run("PRAGMA journal_mode = WAL");
  run("PRAGMA synchronous = FULL");
  run("CREATE TABLE jobs (id INTEGER PRIMARY KEY, state TEXT)");
  run("CREATE INDEX jobs_next ON jobs (state, id)");
  run("CREATE TABLE agents (name TEXT PRIMARY KEY, lives BIGINT)");
  run("INSERT INTO agents VALUES ('a', 0)");
  for (int second = 0;; ++second) {
    run("SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'waiting')");
    if (second % 12 == 0) run("UPDATE agents SET lives = lives + 1");
    const struct timespec pause = {1, 0};
    nanosleep(&pause, NULL);
  }
}
