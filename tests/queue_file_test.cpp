// What may be wrong with a store's file or address.
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "submit/queue/address.h"
#include "submit/queue/sqlite.h"
#include "tests/catch.h"
#include "tests/queue_stores.h"

namespace launch::tests {
namespace {

namespace fs = std::filesystem;
using queue::StoreError;

StoreError opening(const std::string& address) {
  try {
    queue::open_store(address, [] { return queue::Time(); });
  } catch (const StoreError& error) {
    return error;
  }
  FAIL("it can be used");
  return {};
}

}  // namespace

TEST_CASE("what is no store is said to be none, and left as it was") {
  const TempFolder folder;
  const std::string text(5000, 'x');
  folder.write("text.db", text);
  const std::string path = (folder.path() / "text.db").string();
  StoreError error = opening(path);
  CHECK(error.kind == StoreError::Kind::Unusable);
  CHECK(error.message == path + " is no SQLite file");
  CHECK(read_text(path) == text);

  const std::string other = (folder.path() / "other.db").string();
  queue::open_sqlite(other)->run("CREATE TABLE t (x)", {});
  error = opening(other);
  CHECK(error.kind == StoreError::Kind::Unusable);
  CHECK(error.message == other + " is a database of another program");
  CHECK(opening("/proc/nowhere/queue.db").kind == StoreError::Kind::Unreachable);
  CHECK(opening(folder.path().string()).kind == StoreError::Kind::Unreachable);
}

TEST_CASE("two connections of one process: what others close takes nothing away from them") {
  TestStore one("sqlite");
  const auto two = one.open();
  one->put(new_entry(1), false);
  // Another process looks into it, and closes it again.
  run_shell("LAUNCH_STORE='" + one.address() + "' launch queue list", fs::temp_directory_path());
  two->put(new_entry(2), false);
  one->put(new_entry(3), false);
  CHECK(one.open()->list({}).size() == 3);
}

TEST_CASE("a damaged file is told of") {
  TestStore store("sqlite");
  for (int i = 1; i <= 200; ++i) store->put(new_entry(i), false);
  const TempFolder folder;
  store.run("VACUUM INTO '" + (folder.path() / "copy.db").string() + "'");
  const std::string copy = (folder.path() / "copy.db").string();
  {
    std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);
    const std::string noise(static_cast<std::size_t>(fs::file_size(copy)) - 4096, '\x5a');
    file << noise;
  }
  const StoreError error = opening(copy);
  CHECK(error.kind == StoreError::Kind::Unusable);
  CHECK(error.message.find(copy + " is damaged") == 0);
}

TEST_CASE("on a full disk nothing is put, nothing is lost, and it goes on afterwards") {
  TestStore store("sqlite");
  store->put(new_entry(1), false);
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  rlimit full = before;
  full.rlim_cur = static_cast<rlim_t>(fs::file_size(store.address() + "-wal")) + 100;
  queue::NewEntry large = new_entry(2);
  large.payload = std::string(100000, 'p');
  REQUIRE(setrlimit(RLIMIT_FSIZE, &full) == 0);
  std::optional<StoreError> error;
  try {
    store->put(large, false);
  } catch (const StoreError& thrown) {
    error = thrown;
  }
  setrlimit(RLIMIT_FSIZE, &before);
  REQUIRE(error);
  INFO(error->message);
  CHECK(error->kind == StoreError::Kind::Full);
  CHECK(error->may_pass());
  CHECK(error->message.find("the disk is full: " + store.address()) == 0);
  CHECK(store->list({}).size() == 1);
  CHECK_FALSE(store->put(large, false).already);
  CHECK(store->take({"default"}, {"one", "1", ""}, std::chrono::seconds(9))->what.job ==
        "job1.yaml");
}

TEST_CASE("passwords in addresses are never shown") {
  using queue::redacted;
  using queue::without_password;
  CHECK(without_password("postgresql://me:geheim@db.example.com:5432/launch") ==
        "postgresql://me:***@db.example.com:5432/launch");
  CHECK(without_password("postgresql://me@db/launch?sslmode=require") ==
        "postgresql://me@db/launch?sslmode=require");
  CHECK(without_password("postgres://me:a/b@c@db/x?user=u&password=geheim&sslpassword=other") ==
        "postgres://me:***@db/x?user=u&password=***&sslpassword=***");
  CHECK(without_password("/home/me/queue.db") == "/home/me/queue.db");
  const std::string address = "postgresql://me:ge%20heim@db/x";
  CHECK(redacted("bad \"" + address + "\", \"ge heim\" and \"ge%20heim\"", address) ==
        "bad \"postgresql://me:***@db/x\", \"***\" and \"***\"");
  if (!queue::has_postgresql()) return;
  const StoreError error = opening("postgresql://me:geheim@localhost:port/x?connect_timeout=2");
  CHECK(error.kind == StoreError::Kind::Unreachable);
  CHECK(error.message.find("geheim") == std::string::npos);
  CHECK(error.message.find("postgresql://me:***@localhost:port/x") != std::string::npos);
}

TEST_CASE("a store's own files are for its owner only") {
  TestStore store("sqlite");
  store->put(new_entry(1), false);
  for (const fs::directory_entry& file :
       fs::directory_iterator(fs::path(store.address()).parent_path())) {
    CHECK((file.status().permissions() & fs::perms(0077)) == fs::perms::none);
  }
  CHECK((fs::status(fs::path(store.address()).parent_path()).permissions() & fs::perms(0077)) ==
        fs::perms::none);
}

}  // namespace launch::tests
