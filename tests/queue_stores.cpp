#include "tests/queue_stores.h"

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "submit/queue/postgresql.h"
#include "submit/queue/sqlite.h"
#include "tests/catch.h"

namespace launch::tests {
namespace {

std::string server_call(const std::string& words, int& code) {
  const std::string line = "'" + (source_dir() / "tests/queues/server").string() + "' " + words;
  std::string out;
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) return out;
  char buffer[512];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) out += buffer;
  const int status = pclose(pipe);
  code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return out.substr(0, out.find('\n'));
}

// One server for all tests of a run, in a folder that other users can reach.
class Server {
 public:
  Server() {
    using std::filesystem::perms;
    // The user who runs it must get there.
    std::filesystem::permissions(folder_.path(),
                                 perms::owner_all | perms::group_exec | perms::others_exec);
    server_call("start " + place(), code_);
    if (code_ == kSkip) WARN("SKIPPED queues in PostgreSQL: no server here");
    if (code_ != kSkip && code_ != 0) FAIL("PostgreSQL does not start");
  }
  ~Server() {
    if (!runs()) return;
    int code = 0;
    server_call("stop " + place(), code);
  }
  bool runs() const { return code_ == 0; }
  std::string new_database() {
    int code = 0;
    std::string address =
        server_call("database " + place() + " d" + std::to_string(++count_), code);
    REQUIRE(code == 0);
    return address;
  }

 private:
  static constexpr int kSkip = 77;
  std::string place() const { return "'" + (folder_.path() / "server").string() + "'"; }
  TempFolder folder_;
  int code_ = 0;
  int count_ = 0;
};

Server& server() {
  static Server one;
  return one;
}

queue::Time now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

std::vector<std::string> store_kinds() {
  std::vector<std::string> kinds{"sqlite"};
  if (queue::has_postgresql() && server().runs()) kinds.emplace_back("postgresql");
  return kinds;
}

TestStore::TestStore(const std::string& kind)
    : address_(kind == "sqlite" ? (folder_.path() / "state/queue.db").string()
                                : server().new_database()),
      store_(open()) {}

std::unique_ptr<queue::Store> TestStore::open() const { return queue::open_store(address_, now); }

queue::Rows TestStore::run(const std::string& sql) const {
  const std::unique_ptr<queue::Database> database = queue::is_postgresql(address_)
                                                        ? queue::open_postgresql(address_)
                                                        : queue::open_sqlite(address_);
  return database->run(sql, {});
}

queue::NewEntry new_entry(int number, queue::Priority priority) {
  queue::NewEntry entry;
  entry.queue = "default";
  entry.priority = priority;
  entry.entity = "team";
  entry.job = "job" + std::to_string(number) + ".yaml";
  entry.file = "/jobs/" + entry.job;
  entry.target = "docker";
  entry.digest = std::string(56, 'a') + std::to_string(10000000 + number);
  entry.run_id = "run" + std::to_string(number);
  entry.payload = "{\"number\":" + std::to_string(number) + "}";
  return entry;
}

}  // namespace launch::tests
