// What a walk passes over is what git ignores: random repositories, judged by both.
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "compiler/spec/shell_words.h"
#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {
namespace fs = std::filesystem;

// One finding a file, so that what was looked at can be told from the output.
constexpr const char* kJob = "resource: docker\nimage: train:1\ncomand: [a]\n";

class RandomRepository {
 public:
  explicit RandomRepository(unsigned seed) : random_(seed) {}

  std::vector<std::string> folders() {
    std::vector<std::string> found{""};
    for (int i = 0; i < 9; ++i) {
      const std::string parent = pick(found);
      if (std::count(parent.begin(), parent.end(), '/') < 4) found.push_back(parent + name() + "/");
    }
    return found;
  }

  std::string name() {
    static const std::vector<std::string> kNames{
        "a",    "b", "ab", "abc", "build", "x y",  "#a", "!b", "a*b", "[ab]",
        "a\\b", "-", "ü",  "a ",  "b.c",   "jobs", "A",  "a?", "]",   "7"};
    return pick(kNames);
  }

  std::string ignore_file() {
    std::string text = chance(8) ? "\xEF\xBB\xBF" : "";
    for (int lines = number(6); lines >= 0; --lines) {
      text += line() + (chance(10) ? "\r\n" : "\n");
    }
    if (chance(6)) text.pop_back();
    return text;
  }

  template <class T>
  T pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(number(static_cast<int>(from.size()) - 1))];
  }
  int number(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  bool chance(int one_in) { return number(one_in - 1) == 0; }

 private:
  std::string line() {
    if (chance(20))
      return pick<std::string>({"", "   ", "# note", "/", "!", "//", "\\", "[", "a["});
    std::string text = chance(4) ? "!" : "";
    if (chance(4)) text += "/";
    text += segment();
    for (int more = chance(2) ? number(2) : 0; more > 0; --more) text += "/" + segment();
    if (chance(4)) text += "/";
    if (chance(12)) text += "  ";
    return text;
  }

  std::string segment() {
    static const std::vector<std::string> kPieces{
        "*",    "?",    "[ab]", "[!a]", "[a-c]",        "[^b]",        ".yaml", "*.yaml",
        "a*",   "\\a",  "\\*",  "\\ ",  "[\\]]",        "[[:alpha:]]", "b",     "a?",
        "[a-]", "[]a]", "\\#a", "\\!b", "[[:digit:]x]", "job*",        "*b*",   "[A-Z]"};
    if (chance(6)) return "**";
    if (chance(2)) return name();
    std::string text = pick(kPieces);
    if (chance(3)) text += pick(kPieces);
    // Stars beside other characters are one star (gitignore(5)), and what git 2.39 makes of them
    // hangs on where its texts lie in memory (wildmatch.c: prev_p < text).
    for (std::size_t at = text.find("**"); at != std::string::npos; at = text.find("**")) {
      text.erase(at, 1);
    }
    return text;
  }

  std::mt19937 random_;
};

std::set<std::string> all_of(const std::string& zero_ended) {
  std::set<std::string> found;
  for (std::size_t at = 0; at < zero_ended.size();) {
    const std::size_t end = zero_ended.find('\0', at);
    found.insert(zero_ended.substr(at, end - at));
    at = end + 1;
  }
  return found;
}

std::set<std::string> judged(const std::string& flags, const fs::path& folder) {
  std::set<std::string> found;
  const RunResult result = run_shell("launch validate --format jsonl " + flags, folder);
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) {
    found.insert(nlohmann::json::parse(line)["path"].get<std::string>());
  }
  return found;
}

const std::string kGit = "export GIT_CONFIG_NOSYSTEM=1; ";

bool has_git() {
  const TempFolder folder;
  if (run_shell("git --version", folder.path()).exit_code == 0) return true;
  WARN("skipped: no git here");
  return false;
}

}  // namespace

TEST_CASE("a walk passes over what git ignores") {
  if (!has_git()) return;
  std::size_t ignored_files = 0, kept_files = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    RandomRepository random(seed);
    const TempFolder folder;
    std::set<std::string> files;
    const std::vector<std::string> folders = random.folders();
    for (int i = 0; i < 40; ++i) {
      const std::string file = random.pick(folders) + random.name() + ".yaml";
      folder.write(file, kJob);
      files.insert(file);
    }
    run_shell(kGit + "git init -q", folder.path());
    std::string rules;  // to be read when git says otherwise
    std::vector<std::string> places{".gitignore", ".git/info/exclude"};
    for (int i = 0; i < 3; ++i) places.push_back(random.pick(folders) + ".gitignore");
    for (const std::string& place : places) {
      const std::string text = random.ignore_file();
      folder.write(place, text);
      rules += "-- " + place + " --\n" + text + "\n";
    }

    std::string asked;
    for (const std::string& file : files) asked += file + '\0';
    folder.write(".git/asked", asked);
    const RunResult git =
        run_shell(kGit + "git check-ignore --no-index -z --stdin < .git/asked", folder.path());
    INFO("seed " << seed << ": " << git.err << rules);
    REQUIRE(git.exit_code <= 1);
    const std::set<std::string> ignored = all_of(git.out);
    std::set<std::string> kept;
    for (const std::string& file : files) {
      if (ignored.count(file) == 0) kept.insert(file);
    }
    CHECK(judged("", folder.path()) == kept);
    CHECK(judged("--no-ignore", folder.path()) == files);
    ignored_files += ignored.size();
    kept_files += kept.size();
  }
  CHECK(ignored_files > 300);
  CHECK(kept_files > 300);
}

TEST_CASE("rules above the folder that is walked count") {
  const TempFolder folder;
  folder.write(".gitignore", "/a/b/out.yaml\n*.tmp.yaml\n");
  folder.write("a/.gitignore", "!keep.tmp.yaml\nb/gone.yaml\n");
  for (const char* name : {"out", "x.tmp", "keep.tmp", "gone", "job"}) {
    folder.write(std::string("a/b/") + name + ".yaml", kJob);
  }
  const std::set<std::string> kept{"job.yaml", "keep.tmp.yaml"};
  CHECK(judged(".", folder.path() / "a/b") == kept);
  CHECK(judged("a/b", folder.path()) == std::set<std::string>{"a/b/job.yaml", "a/b/keep.tmp.yaml"});
}

TEST_CASE("a file or folder that is named is looked at although it is ignored") {
  const TempFolder folder;
  folder.write(".gitignore", "out/\nx.yaml\n");
  folder.write("out/job.yaml", kJob);
  folder.write("x.yaml", kJob);
  CHECK(judged("", folder.path()).empty());
  CHECK(judged("x.yaml out/job.yaml", folder.path()).size() == 2);
  CHECK(judged("out", folder.path()).size() == 1);
}

TEST_CASE("a second tree of a repository has the same .git/info/exclude") {
  if (!has_git()) return;
  const TempFolder folder;
  folder.write("main/.keep", "");
  const std::string git = kGit + "git -c user.name=t -c user.email=t@example.com ";
  run_shell(git + "init -q && " + git + "add -A && " + git + "commit -qm a && " + git +
                "worktree add -q ../tree",
            folder.path() / "main");
  folder.write("main/.git/info/exclude", "x.yaml\n");
  folder.write("tree/x.yaml", kJob);
  folder.write("tree/y.yaml", kJob);
  CHECK(judged("", folder.path() / "tree") == std::set<std::string>{"y.yaml"});
}

}  // namespace launch::tests
