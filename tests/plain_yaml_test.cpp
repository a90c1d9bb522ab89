// The fast reader of plain YAML: it takes what specs are made of, and whatever it takes, it reads
// as libyaml does. The yaml-test-suite goes through the same comparison in yaml_suite_test.cpp.
#include "compiler/document/plain_yaml.h"

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/catch.h"
#include "tests/random_yaml.h"
#include "tests/read_both_ways.h"
#include "tests/run_launch.h"
#include "tests/source_dir.h"

namespace launch::tests {
namespace {
namespace fs = std::filesystem;

struct Count {
  std::size_t texts = 0, plain = 0;

  void read(const std::string& text) {
    BothWays both(text);
    INFO(text);
    CHECK(both.difference() == "");
    ++texts;
    plain += both.is_plain() ? 1 : 0;
  }
};

template <class Visit>
void for_each_yaml(const fs::path& folder, Visit visit) {
  if (!fs::exists(folder)) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path ending = entry.path().extension();
    if (ending == ".yaml" || ending == ".yml") visit(read_text(entry.path()));
  }
}

// The parts of a golden case or a page: what stands between the lines that begin with `mark`.
std::vector<std::string> parts_of(const std::string& text, std::string_view mark) {
  std::vector<std::string> parts{{}};
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(mark)) {
      parts.emplace_back();
    } else {
      parts.back() += line + "\n";
    }
  }
  return parts;
}

fs::path shared(const char* name) {
  const char* folder = std::getenv("LAUNCH_SHARED_DIR");
  return folder == nullptr ? fs::path() : fs::path(folder) / name;
}

const std::string_view kPlain[] = {
    "",
    "\n\n# nothing\n",
    "a: 1",
    "a: 1\nb: x y\n",
    "\357\273\277a: 1\n",
    "  a: 1\n  b: 2\n",
    "a:\nb:\n",
    "a:   # why\n  b: c # why\n",
    "a:\n  b:\n    c: 1\nd: 2\n",
    "a:\n- 1\n- 2\nb:\n  - 3\n",
    "- a: 1\n  b: 2\n-   c: 3\n    d: 4\n",
    "- - 1\n  - 2\n-\n  - 3\n-\n- 4\n",
    "- a:\n  - b\n  c:\n- d\n",
    "'a b': 'c # d: e'\n\"f\": \"- g\"\n",
    "a: []\nb: {}\nc: [1, x y, 'z', [], {d: e}]\nf: {g: [h,i], 'j': --k,}\n",
    "image: http://host:80/path#x\ncommand: [--a=b, -c]\n",
    "a: {b c: \xc3\xa9}\nn\xc3\xa9: \xf0\x9f\x98\x80\n",
    "---\na: 1\n--- # two\n---\nb: 2\n---\n",
    "a: |\n  x\n   y\n\n  # z\n \nb: |- # why\n    x\nc: 1\n",
    "a: ${x} {{y}} [z], w? v#u\n",
    "# launch: kind=queue\na: '# launch: ignore[x]' # launch: ignore[y]\n",
};

const std::string_view kNotPlain[] = {
    "a: &x 1\n",
    "a: *x\n",
    "a: !!str 1\n",
    "%YAML 1.2\n---\na: 1\n",
    "a: >\n  x\n",
    "a: |+\n  x\n",
    "a: |2\n  x\n",
    "a: |\n\n  x\n",
    "a: |\n  x",
    "a: 1\n...\n",
    "--- a\n",
    "a\n",
    "[a]\n",
    "'a'\n",
    "a: b\n  c\n",
    "a: 'b\n  c'\n",
    "a: \"\\n\"\n",
    "a: 'b''c'\n",
    "a: [b,\n  c]\n",
    "? a\n: b\n",
    "a : b\n",
    "a:\tb\n",
    "a: b\r\n",
    "a: b: c\n",
    "a: - b\n",
    "a: 1\n b: 2\n",
    "a: 1\na: 2\n",
    "- a\nb: c\n",
    "a: {b}\n",
    "a: {b:c}\n",
    "a: [b: c]\n",
    "a: {{b}}\n",
    "a: 'b' c\n",
    "a: [b] c\n",
    "a: 'b'#c\n",
    "a: [b #c]\n",
    "a:\n  b: 1\n c: 2\n",
    "a:\n  b\n",
    "a: [b\n",
    "~: 1\n",
};

}  // namespace

TEST_CASE("what specs are made of is plain, and read as libyaml reads it") {
  for (const std::string_view text : kPlain) {
    INFO(text);
    BothWays both(text);
    CHECK(both.is_plain());
    CHECK(both.difference() == "");
  }
}

TEST_CASE("mistakes, and what specs seldom hold, are left to libyaml") {
  for (const std::string_view text : kNotPlain) {
    INFO(text);
    CHECK_FALSE(BothWays(text).is_plain());
  }
  const auto keyed = [](std::size_t length) { return std::string(length, 'k') + ": 1\n"; };
  CHECK(BothWays(keyed(1000)).is_plain());
  CHECK_FALSE(BothWays(keyed(1001)).is_plain());
  CHECK_FALSE(BothWays("{a: [" + keyed(1001) + "]}").is_plain());
}

TEST_CASE("the limits are libyaml's to report") {
  ReadLimits limits;
  limits.depth = 3;
  CHECK(BothWays("a:\n  b:\n    c: 1\n", limits).is_plain());
  CHECK_FALSE(BothWays("a:\n  b:\n    c:\n      d: 1\n", limits).is_plain());
  CHECK_FALSE(BothWays("a: [[[1]]]\n", limits).is_plain());
  CHECK_FALSE(BothWays("- - - - 1\n", limits).is_plain());
  limits = {};
  limits.nodes = 4;
  CHECK(BothWays("a: [1]\n", limits).is_plain());
  CHECK_FALSE(BothWays("a: [1, 2]\n", limits).is_plain());
}

// Else `launch validate` would be slow, and nothing else would tell.
TEST_CASE("the files that the speed is measured with are plain") {
  const TempFolder folder;
  const std::string script = (source_dir() / "bench/generate.py").string();
  const RunResult made = run_shell("python3 " + script + " . 100 --kind job", folder.path());
  if (made.exit_code == 127) {
    WARN("SKIPPED plain_yaml_test: no python3 here");
    return;
  }
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  Count count;
  for_each_yaml(folder.path(), [&](const std::string& text) { count.read(text); });
  CHECK(count.texts > 100);
  CHECK(count.plain == count.texts);
}

TEST_CASE("real files are read as libyaml reads them, and most are plain") {
  Count count;
  for (const char* name : {"examples", "templates"}) {
    for_each_yaml(source_dir() / name, [&](const std::string& text) { count.read(text); });
  }
  for_each_yaml(shared("corpus"), [&](const std::string& text) { count.read(text); });
  CHECK(count.texts > 20);
  CHECK(count.plain * 10 > count.texts * 8);
}

TEST_CASE("all cases and pages of the project are read as libyaml reads them") {
  Count count;
  for (const auto& entry : fs::recursive_directory_iterator(source_dir() / "tests/golden")) {
    if (!entry.is_regular_file()) continue;
    for (const std::string& part : parts_of(read_text(entry.path()), "-- ")) count.read(part);
  }
  for (const auto& entry : fs::directory_iterator(source_dir() / "docs")) {
    for (const std::string& part : parts_of(read_text(entry.path()), "```")) count.read(part);
  }
  CHECK(count.texts > 1000);
  CHECK(count.plain > 500);
}

TEST_CASE("the collected Kubernetes texts are read as libyaml reads them") {
  std::istringstream lines(read_text(shared("cases/kubernetes-yaml.jsonl")));
  Count count;
  for (std::string line; std::getline(lines, line);) {
    count.read(nlohmann::json::parse(line)["text"].get<std::string>());
  }
  if (count.texts == 0) WARN("SKIPPED plain_yaml_test: LAUNCH_SHARED_DIR names no such texts");
}

TEST_CASE("random documents, whole and spoiled, are read as libyaml reads them") {
  Count whole;
  Count spoiled;
  for (unsigned seed = 0; seed < 2000; ++seed) {
    YamlDice dice(seed);
    std::string text = dice.document();
    whole.read(text);
    for (int change = 0; change < 5; ++change) {
      dice.spoil(text);
      spoiled.read(text);
    }
  }
  CHECK(whole.plain > 500);  // the comparison was really made
  CHECK(spoiled.plain > 1000);
}

}  // namespace launch::tests
