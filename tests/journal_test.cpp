// The journal of what was submitted: what is written is read, whatever happens to the file.
#include "submit/journal.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {

namespace fs = std::filesystem;
using submit::Journal;
using submit::Progress;
using submit::State;
using submit::Submission;

Submission submission(char digit, int attempt = 1) {
  Submission s;
  s.digest = std::string(64, digit);
  s.attempt = attempt;
  s.target = "docker";
  s.job = "/jobs/tr\xc3\xa4in \"1\".yaml";
  s.run_id = "r1";
  s.name = "launch-x-1";
  s.where = "default";
  s.begun = "2026-01-02T03:04:05Z";
  return s;
}

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void put(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("a journal keeps the last state of each attempt") {
  const TempFolder folder;
  const Journal journal((folder.path() / "state").string());
  CHECK(journal.read().submissions.empty());
  Submission first = submission('a');
  journal.write(first);
  journal.write(submission('b'));
  first.progress = Progress::Created;
  first.backend_id = "c0ffee";
  first.cancel_asked = true;
  first.last = {State::Failed, 137, "killed\nby the kernel"};
  journal.write(first);
  journal.write(submission('a', 2));

  const Journal::Reading reading = journal.read();
  CHECK(reading.damaged == 0);
  REQUIRE(reading.submissions.size() == 3);
  const Submission& read = reading.submissions[0];
  CHECK(read.id() == "aaaaaaaaaaaa");
  CHECK(read.job == first.job);
  CHECK(read.progress == Progress::Created);
  CHECK(read.backend_id == "c0ffee");
  CHECK(read.cancel_asked);
  CHECK(read.last.state == State::Failed);
  CHECK(read.last.exit_code == 137);
  CHECK(read.last.why == "killed\nby the kernel");
  CHECK(reading.submissions[1].progress == Progress::Begun);
  CHECK(reading.submissions[2].id() == "aaaaaaaaaaaa.2");
}

TEST_CASE("what has ended does not run again because somebody wrote late") {
  const TempFolder folder;
  const Journal journal((folder.path() / "state").string());
  Submission seen = submission('a');
  seen.progress = Progress::Created;
  for (const State state : {State::Running, State::Succeeded, State::Running}) {
    seen.last = {state, {}, {}};
    journal.write(seen);
  }
  CHECK(journal.read().submissions.at(0).last.state == State::Succeeded);
  // What is known of the end may change, and another attempt has nothing to do with it.
  seen.last = {State::Cancelled, {}, {}};
  journal.write(seen);
  seen.attempt = 2;
  seen.last = {State::Running, {}, {}};
  journal.write(seen);
  const std::vector<Submission> read = journal.read().submissions;
  CHECK(read.at(0).last.state == State::Cancelled);
  CHECK(read.at(1).last.state == State::Running);
}

TEST_CASE("a journal cut off anywhere loses its last line at most, and goes on") {
  const TempFolder folder;
  const std::string state = (folder.path() / "state").string();
  const Journal journal(state);
  journal.write(submission('a'));
  const std::size_t one = bytes_of(state + "/journal").size();
  journal.write(submission('b'));
  const std::string whole = bytes_of(state + "/journal");
  for (std::size_t size = one; size < whole.size(); ++size) {
    put(state + "/journal", whole.substr(0, size));
    // Without its line break a line is still whole.
    const bool is_cut = size > one && size + 1 < whole.size();
    CHECK(journal.read().damaged == (is_cut ? 1 : 0));
    journal.write(submission('c'));
    const Journal::Reading reading = journal.read();
    CHECK(reading.damaged == (is_cut ? 1 : 0));
    REQUIRE(reading.submissions.size() == (size + 1 < whole.size() ? 2 : 3));
    CHECK(reading.submissions.back().digest == std::string(64, 'c'));
  }
}

TEST_CASE("a changed byte costs one line of a journal") {
  const TempFolder folder;
  const std::string state = (folder.path() / "state").string();
  const Journal journal(state);
  journal.write(submission('a'));
  journal.write(submission('b'));
  const std::string whole = bytes_of(state + "/journal");
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    std::string changed = whole;
    changed[at] = changed[at] == 'x' ? 'y' : 'x';
    put(state + "/journal", changed);
    const Journal::Reading reading = journal.read();
    CHECK(reading.damaged >= 1);
    CHECK(reading.submissions.size() + reading.damaged <= 2);
  }
}

TEST_CASE("of one digest only what speaks of it is read, and a lock is given up") {
  const TempFolder folder;
  const Journal journal((folder.path() / "state").string());
  journal.write(submission('a'));
  journal.write(submission('b'));
  journal.write(submission('b', 2));
  CHECK(journal.read(std::string(64, 'b')).submissions.size() == 2);
  CHECK(journal.read(std::string(64, 'c')).submissions.empty());
  const std::optional<submit::Lock> held = journal.lock("d");
  REQUIRE(held);
  int asked = 0;
  CHECK_FALSE(journal.lock("d", [&] { return ++asked == 3; }));
  CHECK(asked == 3);
  CHECK(journal.lock("e", [] { return true; }));
}

TEST_CASE("a full disk is told, and nothing counts as written") {
  if (!fs::exists("/dev/full")) return;
  const TempFolder folder;
  fs::create_symlink("/dev/full", folder.path() / "journal");
  const Journal journal(folder.path().string());
  try {
    journal.write(submission('a'));
    FAIL("nothing was said");
  } catch (const submit::JournalError& error) {
    CHECK(error.message.find("No space left") != std::string::npos);
  }
}

TEST_CASE("many write one journal, and one at a time has a digest") {
  const TempFolder folder;
  const Journal journal((folder.path() / "state").string());
  int inside = 0;
  int most = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 20; ++i) {
        const std::optional<submit::Lock> lock = journal.lock(std::string(64, 'd'));
        most = std::max(most, ++inside);
        journal.write(submission('d', thread * 20 + i + 1));
        --inside;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(most == 1);
  CHECK(journal.read().damaged == 0);
  CHECK(journal.read().submissions.size() == 80);
}

}  // namespace launch::tests
