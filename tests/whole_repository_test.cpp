// `launch validate` over many files: order, odd trees, terminals, watching.
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {
namespace fs = std::filesystem;

constexpr const char* kGood =
    "resource: docker\n"
    "image: train@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"
    "command: [python, train.py, --seed=1]\n";
constexpr const char* kBad = "resource: docker\nimage: train:1\ncomand: [a]\n";

std::string last_line(const std::string& text) {
  const std::string whole = text.substr(0, text.find_last_not_of('\n') + 1);
  return whole.substr(whole.rfind('\n') + 1);
}

// Jobs with slips of several kinds, on shared bases and queues, files that cannot be read as YAML,
// empty ones and others'.
void write_repository(const TempFolder& folder, int jobs) {
  folder.write("queues/gpu.yaml",
               "resource: docker\ntemplate_variables: {n: {type: integer, max: 4, default: 1}}\n"
               "resource_args: {docker: {cpus: '{{n}}', memory: 8Gi}}\n");
  folder.write("bases/team.yaml",
               "# launch: kind=base\nentity: e\nproject: p\nenv: {A: '${NOPE_x}'}\n"
               "# launch: ignore[docker/bad-size] none\nqueue: gpu\n");
  for (int i = 0; i < jobs; ++i) {
    const std::string number = std::to_string(i);
    std::string text = "base_config: ../../bases/team.yaml\nimage: train:" + number + "\n";
    if (i % 3 == 0) text += "template_variables: {n: " + number + "}\n";
    if (i % 5 == 0) text += "comand: [python]\n";
    if (i % 7 == 0) text += "resource_args: {docker: {shm_sise: 1g, gpus: [}}\n";
    if (i % 11 == 0) text = "# nothing\n";
    if (i % 13 == 0) text = "shopping: [milk]\n";
    folder.write("jobs/" + std::to_string(i % 10) + "/j" + number + ".yaml", text);
  }
}

}  // namespace

TEST_CASE("the number of threads changes no byte of any format") {
  const TempFolder folder;
  write_repository(folder, 400);
  for (const char* format : {"text", "concise", "json", "jsonl", "sarif", "junit", "tap", "github",
                             "gitlab", "checkstyle"}) {
    const auto run = [&](const char* threads) {
      return run_shell(std::string("launch validate --summary --format ") + format + " -j " +
                           threads + " . jobs/0/j0.yaml gone.yaml also-gone.yaml",
                       folder.path());
    };
    const RunResult one = run("1");
    INFO(format);
    CHECK(one.out.size() > 10000);
    CHECK(one.exit_code == 3);
    for (const char* threads : {"2", "8"}) {
      const RunResult many = run(threads);
      CHECK(many.out == one.out);
      CHECK(many.err == one.err);
    }
  }
}

TEST_CASE("fingerprints are the same from every folder") {
  const TempFolder folder;
  run_shell("mkdir .git", folder.path());
  write_repository(folder, 40);
  for (const char* format : {"sarif", "gitlab"}) {
    const auto prints = [&](const std::string& paths, const std::string& below) {
      return run_shell(
                 "launch validate --format " + std::string(format) + " " + paths +
                     " | grep -oE '\"(fingerprint|[a-zA-Z/]*v[0-9])\": *\"[0-9a-f]{32}\"' | sort",
                 folder.path() / below)
          .out;
    };
    const std::string here = prints("jobs", ".");
    INFO(here);
    CHECK(std::count(here.begin(), here.end(), '\n') > 20);
    CHECK(here == prints("../../jobs", "jobs/3"));
    CHECK(here == prints(".", "jobs"));
  }
}

TEST_CASE("ten thousand files, and only these") {
  const TempFolder folder;
  for (int i = 0; i < 10000; ++i) {
    folder.write("f" + std::to_string(i % 100) + "/job" + std::to_string(i) + ".yaml", kGood);
  }
  const RunResult result = run_shell("launch validate", folder.path());
  CHECK(result.err == "10000 files: 0 errors, 0 warnings\n");
  CHECK(result.exit_code == 0);
}

TEST_CASE("links that go round, lead nowhere, or lead to files") {
  const TempFolder folder;
  folder.write("a/b/job.yaml", kGood);
  fs::create_directory_symlink("../..", folder.path() / "a/b/up");
  fs::create_directory_symlink("self.yaml", folder.path() / "self.yaml");
  fs::create_symlink("job.yaml", folder.path() / "a/b/same.yaml");
  fs::create_symlink("somebody@host.1234", folder.path() / "a/b/.#job.yaml");
  const RunResult result = run_shell("launch validate", folder.path());
  CHECK(result.err ==
        "launch: self.yaml: Too many levels of symbolic links\n2 files: 0 errors, 0 warnings\n");
  CHECK(result.exit_code == 3);
}

TEST_CASE("a pipe among the files is not waited for") {
  const TempFolder folder;
  folder.write("job.yaml", kGood);
  const RunResult result =
      run_shell("mkfifo pipe.yaml && timeout 20 launch validate", folder.path());
  CHECK(result.err == "1 file: 0 errors, 0 warnings\n");
  CHECK(result.exit_code == 0);
}

TEST_CASE("a folder that may not be looked into is said, and is no success") {
  const TempFolder folder;
  folder.write("open/job.yaml", kGood);
  folder.write("closed/job.yaml", kGood);
  fs::permissions(folder.path(),
                  fs::perms::owner_all | fs::perms::others_read | fs::perms::others_exec);
  // For root nothing is closed.
  const bool root = geteuid() == 0;
  const std::string as_nobody = root ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : "";
  if (root && run_shell(as_nobody + "launch --version", folder.path()).exit_code != 0) {
    WARN("skipped: the program cannot be run as another user here");
    return;
  }
  fs::permissions(folder.path() / "closed", fs::perms::none);
  const RunResult result = run_shell(as_nobody + "launch validate", folder.path());
  const RunResult json = run_shell(as_nobody + "launch validate --format sarif", folder.path());
  fs::permissions(folder.path() / "closed", fs::perms::owner_all);
  CHECK(result.err == "launch: closed/: Permission denied\n1 file: 0 errors, 0 warnings\n");
  CHECK(result.exit_code == 3);
  CHECK(json.out.find("closed/: Permission denied") != std::string::npos);
}

TEST_CASE("names of files with line breaks and other bytes") {
  const TempFolder folder;
  folder.write("a\nb.yaml", kBad);
  folder.write("c\x1b[31m.yaml", kBad);
  folder.write("d\xFF.yaml", kBad);
  const RunResult result = run_shell("launch validate --format concise", folder.path());
  CHECK(std::count(result.out.begin(), result.out.end(), '\n') == 6);
  CHECK(result.out.find('\x1b') == std::string::npos);
  CHECK(result.exit_code == 1);
  const RunResult json = run_shell("launch validate --format json", folder.path());
  CHECK(json.out.find("\"path\":\"a\\nb.yaml\"") != std::string::npos);
}

TEST_CASE("a path longer than the system takes") {
  const TempFolder folder;
  // Two hundred folders of fifty letters: too long for one name, so it is made step by step.
  const RunResult made = run_shell(
      "n=$(printf '%050d' 0); for i in $(seq 200); do mkdir $n && cd -P ./$n || exit 1; done; "
      "touch job.yaml",
      folder.path());
  folder.write("job.yaml", kGood);
  const RunResult result = run_shell("launch validate", folder.path());
  run_shell("rm -rf 0*", folder.path());
  INFO(made.err);
  CHECK(result.err.find("File name too long") != std::string::npos);
  CHECK(last_line(result.err) == "1 file: 0 errors, 0 warnings");
  CHECK(result.exit_code == 3);
}

TEST_CASE("a terminal is told how far a long run has come") {
  const TempFolder folder;
  if (run_shell("script --version", folder.path()).exit_code != 0) {
    WARN("skipped: no script(1) here");
    return;
  }
  folder.write("job.yaml", kGood);
  run_shell("mkfifo slow", folder.path());
  // Reading the pipe takes as long as somebody takes to write into it.
  const auto on_a_terminal = [&](const std::string& line) {
    return run_shell("(sleep 1.2; cat job.yaml > slow) & export TERM=xterm; script -qec \"" + line +
                         "\" /dev/null; wait",
                     folder.path())
        .out;
  };
  const std::string shown = on_a_terminal("launch validate job.yaml slow");
  INFO(shown);
  CHECK(shown.find("\r\x1b[K1 of 2 files") != std::string::npos);
  // It is gone before anything else comes.
  CHECK(shown.find("files\r\x1b[K2 files: 0 errors, 0 warnings") != std::string::npos);
  for (const char* flag : {"--no-progress", "--quiet"}) {
    const std::string quiet = on_a_terminal(std::string("launch validate job.yaml slow ") + flag);
    CHECK(quiet.find("of 2 files") == std::string::npos);
  }
  CHECK(on_a_terminal("CI=true launch validate job.yaml slow").find(" of ") == std::string::npos);
  CHECK(on_a_terminal("launch validate job.yaml slow 2> err; cat err").find(" of ") ==
        std::string::npos);
  // A short run shows nothing.
  const std::string quick =
      run_shell("export TERM=xterm; script -qec \"launch validate job.yaml\" /dev/null",
                folder.path())
          .out;
  CHECK(quick == "1 file: 0 errors, 0 warnings\r\n");
}

}  // namespace launch::tests
