// `launch validate --watch`: a session of edits, and what is printed after each.
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {

constexpr const char* kImage =
    "image: train@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";

// Starts the watch, and lets `verdict N` wait until the Nth is there and print its sum.
const std::string kStart = R"sh(
: > err
launch validate --format concise $flags > out 2> err & pid=$!
verdict() {
  i=0
  while [ "$(grep -c 'watching for changes' err)" -lt "$1" ]; do
    i=$((i+1)); [ $i -lt 400 ] || { echo "no verdict $1"; cat err; kill $pid; exit 9; }
    sleep 0.05
  done
  sleep 0.15
  echo "$1: $(grep -v 'watching' err | tail -n 1)"
}
end() { kill -INT $pid; wait $pid; echo "exit code $?"; }
)sh";

std::string session(const TempFolder& folder, const std::string& flags, const std::string& script) {
  return run_shell("flags='" + flags + "'\n" + kStart + script, folder.path(), true).out;
}

std::string job(const std::string& rest) {
  return std::string("resource: docker\n") + kImage + rest;
}

}  // namespace

TEST_CASE("a watch sees saves of all kinds, new files and folders, and what a job reads") {
  for (const char* flags : {"--watch", "--watch=poll"}) {
    const TempFolder folder;
    folder.write("job.yaml", job("command: [python, train.py, --seed=1]\n"));
    folder.write("bad.txt", job("comand: [python]\n"));
    const std::string seen = session(folder, flags, R"(
      verdict 1
      cat bad.txt > job.yaml; verdict 2
      sed s/comand/command/ bad.txt > job.yaml.swp; mv job.yaml.swp job.yaml; verdict 3
      mkdir -p new/folder; cp bad.txt new/folder/a.yaml; sleep 0.5; cp bad.txt new/folder/b.yaml; sleep 1.5; verdict 4
      rm -r new; sleep 1.2; verdict 5
      echo nothing > notes.txt; sleep 0.7; verdict 5
      end)");
    INFO(flags << "\n" << seen);
    CHECK(seen.find("1: 1 file: 0 errors, 0 warnings") != std::string::npos);
    CHECK(seen.find("2: 1 file: 1 error, ") != std::string::npos);
    CHECK(seen.find("3: 1 file: 0 errors, ") != std::string::npos);
    CHECK(seen.find("4: 3 files: 2 errors, ") != std::string::npos);
    CHECK(seen.find("5: 1 file: 0 errors, ") != std::string::npos);
    CHECK(seen.ends_with("exit code 0\n"));
  }
}

TEST_CASE("a burst of changes is judged once, and the exit code is that of the last verdict") {
  const TempFolder folder;
  folder.write("job.yaml", job("command: [python, train.py, --seed=1]\n"));
  folder.write("bad.txt", job("comand: [python]\n"));
  const std::string seen = session(folder, "--watch", R"(
    verdict 1
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do cp bad.txt job$i.yaml; done
    verdict 2; sleep 0.5
    grep -c watching err
    end)");
  CHECK(seen ==
        "1: 1 file: 0 errors, 0 warnings\n2: 21 files: 20 errors, 0 warnings\n2\nexit code 1\n");
}

TEST_CASE("a watch of one file follows its base, its queue and launch.yaml") {
  const TempFolder folder;
  folder.write("launch.yaml", "entity: e\n");
  folder.write("jobs/job.yaml", "base_config: ../bases/base.txt\nqueue: gpu\n");
  folder.write("bases/base.txt", std::string(kImage) + "command: [python, train.py, --seed=1]\n");
  folder.write("other/job.yaml", "comand: [python]\n");
  const std::string seen = session(folder, "--watch jobs/job.yaml", R"(
    verdict 1
    mkdir queues; echo 'resource: docker' > queues/gpu.yaml; sleep 1; verdict 2
    sed -i s/command/comand/ bases/base.txt; verdict 3
    sed -i s/comand/command/ bases/base.txt; verdict 4
    echo 'entityy: e' > launch.yaml; sleep 0.5; verdict 5
    echo 'entity: e' > launch.yaml; verdict 6
    end)");
  INFO(seen);
  CHECK(seen.find("1: 1 file: 0 errors, 1 warning") != std::string::npos);
  CHECK(seen.find("2: 1 file: 0 errors, 0 warnings") != std::string::npos);
  CHECK(seen.find("3: 1 file: 1 error, ") != std::string::npos);
  CHECK(seen.find("4: 1 file: 0 errors, ") != std::string::npos);
  CHECK(seen.find("5: launch: launch.yaml:1:1: unknown key") != std::string::npos);
  CHECK(seen.find("6: 1 file: 0 errors, ") != std::string::npos);
}

TEST_CASE("what a watch writes itself does not wake it") {
  const TempFolder folder;
  folder.write("job.yaml", job("comand: [python]\n"));
  const std::string seen = session(folder, "--watch --output json=report.json", R"(
    verdict 1; sleep 1; grep -c watching err; test -s report.json && end)");
  CHECK(seen.find("\n1\nexit code 1\n") != std::string::npos);
}

TEST_CASE("a terminal is cleared before each verdict, and nothing else is") {
  const TempFolder folder;
  if (run_shell("script --version", folder.path()).exit_code != 0) {
    WARN("skipped: no script(1) here");
    return;
  }
  folder.write("job.yaml", job("command: [python, train.py, --seed=1]\n"));
  const std::string watch = "timeout --preserve-status -s INT 2 launch validate --watch job.yaml";
  const std::string change = "(sleep 1; touch job.yaml; sleep 1.2) & ";
  const std::string shown =
      run_shell(change + "script -qec '" + watch + "' /dev/null; wait", folder.path()).out;
  INFO(shown);
  const std::string cleared = "\x1b[H\x1b[2J1 file: 0 errors, 0 warnings";
  CHECK(shown.starts_with(cleared));
  CHECK(shown.find(cleared, 1) != std::string::npos);
  CHECK(run_shell(watch, folder.path()).out.empty());
}

TEST_CASE("where the system has no more watches, the watch looks for itself") {
  const TempFolder folder;
  if (run_shell("strace -o /dev/null true", folder.path()).exit_code != 0) {
    WARN("skipped: no strace here, or it may not trace");
    return;
  }
  for (const char* lacking : {"inotify_init1:error=EMFILE", "inotify_add_watch:error=ENOSPC"}) {
    folder.write("job.yaml", job("comand: [python]\n"));
    // LeakSanitizer does not work in a program that is traced.
    const std::string trace = "ASAN_OPTIONS=detect_leaks=0 strace -f -o /dev/null -e inject=";
    const std::string seen = run_shell(trace + lacking +
                                           " launch validate --watch --format concise job.yaml > "
                                           "out 2> err & pid=$!; sleep 1.5; "
                                           "sed -i s/comand/command/ job.yaml; sleep 1.5; kill "
                                           "-INT $(pgrep -P $pid); wait $pid; "
                                           "echo $?; cat err",
                                       folder.path())
                                 .out;
    INFO(lacking << "\n" << seen);
    CHECK(seen.starts_with("0\n1 file: 1 error, "));
    CHECK(seen.find("changes, twice a second; Ctrl-C ends\n1 file: 0 errors, ") !=
          std::string::npos);
  }
}

TEST_CASE("what cannot be watched") {
  const TempFolder folder;
  CHECK(run_shell("launch validate --watch -", folder.path()).exit_code == 2);
  CHECK(run_shell("launch validate --watch --write-baseline", folder.path()).exit_code == 2);
  CHECK(run_shell("launch validate --watch=often", folder.path()).exit_code == 2);
  CHECK(run_shell("timeout 20 launch validate --watch --root gone", folder.path()).exit_code == 2);
}

TEST_CASE("a file that is not there yet is waited for") {
  const TempFolder folder;
  const RunResult result = run_shell("timeout 3 launch validate --watch none.yaml", folder.path());
  CHECK(result.exit_code == 124);
  CHECK(result.err.find("none.yaml") != std::string::npos);
}

namespace {

// Which files of some folders are opened, in the order of that.
class Opened {
 public:
  explicit Opened(const std::vector<std::filesystem::path>& folders)
      : notify_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    for (const auto& folder : folders) inotify_add_watch(notify_, folder.c_str(), IN_OPEN);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() { ::close(notify_); }

  // Between the opening of `from` and that of `to`; nothing when these were not seen.
  std::optional<std::set<std::string>> between(const std::string& from, const std::string& to) {
    take();
    const auto begin = std::find(names_.begin(), names_.end(), from);
    const auto end = std::find(begin, names_.end(), to);
    if (end == names_.end()) return std::nullopt;
    return std::set<std::string>(begin + 1, end);
  }

 private:
  void take() {
    alignas(inotify_event) std::array<char, 1 << 16> bytes{};
    for (ssize_t count = ::read(notify_, bytes.data(), bytes.size()); count > 0;
         count = ::read(notify_, bytes.data(), bytes.size())) {
      for (const char* at = bytes.data(); at < bytes.data() + count;) {
        const auto* event = reinterpret_cast<const inotify_event*>(at);
        if (event->len > 0) names_.emplace_back(event->name);
        at += sizeof(inotify_event) + event->len;
      }
    }
  }

  int notify_;
  std::vector<std::string> names_;
};

}  // namespace

TEST_CASE("a watch judges again what has changed and what depends on it, and nothing else") {
  const TempFolder folder;
  const std::string command = "command: [python, train.py, --seed=1]\n";
  folder.write("bases/team.yaml", std::string(kImage) + command);
  folder.write("queues/gpu.yaml", "resource: docker\n");
  for (const char* name : {"a", "b"}) {
    folder.write(std::string("jobs/") + name + ".yaml",
                 "base_config: ../bases/team.yaml\nqueue: gpu\n");
  }
  folder.write("jobs/c.yaml", job(command));
  folder.write("jobs/d.yaml", job(command + "queue: gpu\n"));
  folder.write("jobs/e.yaml", job(command + "queue: cpu\n"));
  for (const char* mark : {"1", "2", "3", "4", "5", "6", "7", "8"}) {
    folder.write(std::string("marks/") + mark, "");
  }
  Opened opened({folder.path() / "jobs", folder.path() / "bases", folder.path() / "marks"});
  // Files that were written just now may change again without their times showing it.
  std::this_thread::sleep_for(std::chrono::milliseconds(3200));
  const std::string seen = session(folder, "--watch", R"(
    same() { launch validate --format concise > fresh 2> /dev/null; tail -n $(wc -l < fresh) out | cmp - fresh && echo same; }
    verdict 1
    : < marks/1; echo 'comand: [a]' >> jobs/c.yaml; verdict 2; : < marks/2; same
    : < marks/3; sed -i s/command/comand/ bases/team.yaml; verdict 3; : < marks/4; same
    : < marks/5; echo 'resource: docker' > queues/cpu.yaml; verdict 4; : < marks/6; same
    : < marks/7; echo 'fail_on: none' > launch.yaml; verdict 5; : < marks/8; same
    end)");
  INFO(seen);
  CHECK(seen.find("exit code 0") != std::string::npos);
  std::size_t same = 0;
  for (auto at = seen.find("same\n"); at != std::string::npos; at = seen.find("same\n", at + 1)) {
    ++same;
  }
  CHECK(same == 4);
  using Names = std::set<std::string>;
  const auto second = opened.between("1", "2");
  REQUIRE(second);
  CHECK(*second == Names{"c.yaml"});
  // The one of before is too new for its times to tell, and is judged once more.
  auto third = opened.between("3", "4");
  REQUIRE(third);
  std::erase_if(*third, [](const std::string& name) { return !name.ends_with(".yaml"); });
  CHECK(*third == Names{"a.yaml", "b.yaml", "c.yaml", "team.yaml"});
  // A new queue: all jobs that look for one may find another.
  const auto fourth = opened.between("5", "6");
  REQUIRE(fourth);
  CHECK(fourth->count("e.yaml") == 1);
  const auto fifth = opened.between("7", "8");
  REQUIRE(fifth);
  CHECK(fifth->count("d.yaml") == 1);
}

}  // namespace launch::tests
