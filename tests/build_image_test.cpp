#include <algorithm>
#include <map>

#include "compiler/build/context.h"
#include "compiler/build/dockerfile.h"
#include "compiler/build/from.h"
#include "compiler/document/sha256.h"
#include "compiler/paths/docker_ignore.h"
#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {

using build::ContextEntry;
using build::Requirements;
using Files = std::map<std::string, std::string, std::less<>>;

Requirements requirements_in(const Files& files) {
  return build::requirements_of([&](std::string_view path) {
    const auto found = files.find(path);
    return found == files.end() ? nullptr : &found->second;
  });
}

// Names; behind one with a value that is not known, "(open)".
std::string bases_in(const std::string& dockerfile, const std::string& platform) {
  std::string out;
  for (const build::Base& base :
       build::bases_of(build::read_dockerfile(dockerfile), {{{"GIVEN", "7"}}, platform})) {
    out += (out.empty() ? "" : " ") + base.name + (base.open ? "(open)" : "");
  }
  return out;
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the packages of a job come from the first file that says them") {
  const std::string project = "[project]\nname = \"x\"\ndependencies = [\"torch\"]\n";
  const std::vector<std::pair<Files, Requirements>> rows{
      {{}, Requirements::None},
      {{{"requirements.txt", ""}, {"pyproject.toml", project}, {"uv.lock", ""}},
       Requirements::RequirementsTxt},
      {{{"pyproject.toml", project}}, Requirements::Pyproject},
      {{{"pyproject.toml", project}, {"uv.lock", ""}, {"poetry.lock", ""}}, Requirements::UvLock},
      {{{"pyproject.toml", "[tool.poetry]\n"}, {"poetry.lock", ""}}, Requirements::PoetryLock},
      {{{"pyproject.toml", "[tool.ruff]\ndependencies = 1\n"}, {"requirements.frozen.txt", ""}},
       Requirements::Frozen},
      {{{"pyproject.toml", "[project]\nname='x'\n[project.scripts]\ndependencies='y'\n"}},
       Requirements::None},
      {{{"uv.lock", ""}}, Requirements::None},
      {{{"environment.yml", ""}}, Requirements::Conda},
  };
  for (const auto& [files, expected] : rows) {
    INFO((files.empty() ? std::string("no file") : files.begin()->first));
    CHECK(requirements_in(files) == expected);
  }
}

TEST_CASE("requirements that need the files beside them") {
  const std::vector<std::pair<std::string, bool>> rows{
      {"torch==2.1\n# -r x\n", false},
      {"torch==2.1\n-r base.txt\n", true},
      {"--requirement=base.txt", true},
      {"-rbase.txt", true},
      {"-c constraints.txt", true},
      {"-e .", true},
      {"--index-url https://pypi.example.com/simple", false},
      {"-f https://example.com/wheels", false},
      {"-f wheels/", true},
      {".", true},
      {".[train]", true},
      {"./pkg", true},
      {"pkg @ file:///src/pkg", true},
      {"dist/pkg-1.0-py3-none-any.whl", true},
      {"https://example.com/pkg-1.0-py3-none-any.whl", false},
      {"libs/mypkg", true},
      {"wheels/x.zip", true},
      {"x.tar.bz2 ; python_version > '3'", true},
      {"torch @ https://example.com/a/b.whl", false},
      {"git+https://example.com/a/b@main", false},
      {"torch==2.1 # see docs/x", false},
      {"", false},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(build::needs_context(text) == expected);
  }
}

TEST_CASE("lock files and environments that need the files beside them") {
  const auto needs = [](Requirements requirements, const Files& files) {
    return build::needs_context(requirements, [&](std::string_view path) {
      const auto found = files.find(path);
      return found == files.end() ? nullptr : &found->second;
    });
  };
  const std::string uv = "[[package]]\nname = \"x\"\nsource = { editable = \".\" }\n";
  const std::string poetry = "[package.source]\ntype = \"directory\"\nurl = \"libs/lib\"\n";
  CHECK_FALSE(needs(Requirements::UvLock, {{"uv.lock", uv}, {"pyproject.toml", ""}}));
  CHECK(needs(Requirements::UvLock, {{"uv.lock", uv + "source = { editable = \"libs/lib\" }\n"}}));
  CHECK(needs(
      Requirements::UvLock,
      {{"uv.lock", ""}, {"pyproject.toml", "[tool.uv.sources]\nlib = {path=\"libs/lib\"}\n"}}));
  CHECK(needs(Requirements::PoetryLock, {{"poetry.lock", poetry}}));
  CHECK_FALSE(needs(Requirements::PoetryLock, {{"poetry.lock", "type = \"git\"\n"}}));
  const std::string conda = "dependencies:\n- conda-forge/x::y\n- pip:\n  - torch\n";
  CHECK_FALSE(needs(Requirements::Conda, {{"environment.yml", conda}}));
  CHECK(needs(Requirements::Conda, {{"environment.yml", conda + "  - -r extra.txt\n"}}));
  CHECK(needs(Requirements::Conda, {{"environment.yml", conda + "  - \"libs/x\"\n"}}));
  for (const Requirements each :
       {Requirements::UvLock, Requirements::PoetryLock, Requirements::Conda}) {
    build::DockerfileInput input;
    input.requirements = each;
    CHECK_FALSE(holds(build::write_dockerfile(input), "COPY . ./\n"));
    input.whole_context = true;
    CHECK(holds(build::write_dockerfile(input), "COPY . ./\n"));
  }
}

TEST_CASE("a Dockerfile is the same for everybody, and has no hole left") {
  build::DockerfileInput input;
  input.requirements = Requirements::RequirementsTxt;
  input.python_version = "3.11";
  input.system_packages = {"libsndfile1", "git", "git"};
  input.entrypoint = {"python", "train.py", "say \"hi\""};
  const std::string text = build::write_dockerfile(input);
  INFO(text);
  CHECK(text == build::write_dockerfile(input));
  CHECK(holds(text, "FROM python:3.11-slim-bookworm AS build\n"));
  CHECK(holds(text, "COPY requirements.txt ./\n"));
  CHECK(holds(text, "--no-install-recommends git libsndfile1 &&"));
  CHECK(holds(text, "USER 1000:1000\n"));
  CHECK(text.ends_with("ENTRYPOINT [\"python\", \"train.py\", \"say \\\"hi\\\"\"]\n"));
  for (const Requirements each :
       {Requirements::None, Requirements::RequirementsTxt, Requirements::UvLock,
        Requirements::PoetryLock, Requirements::Pyproject, Requirements::Frozen,
        Requirements::Conda}) {
    for (const bool accelerator : {false, true}) {
      build::DockerfileInput other;
      other.requirements = each;
      other.accelerator = accelerator;
      if (accelerator) other.base = "nvidia/cuda:12.1.0-devel-ubuntu22.04";
      const std::string made = build::write_dockerfile(other);
      INFO(made);
      CHECK(made.find('@') == std::string::npos);
      CHECK(holds(made, accelerator ? "FROM nvidia/cuda:12.1.0-devel-ubuntu22.04\n" : "FROM "));
      CHECK_FALSE(holds(made, "ENTRYPOINT"));
      CHECK_FALSE(holds(made, "\n\n\n"));
    }
  }
  input.whole_context = true;
  CHECK(holds(build::write_dockerfile(input), "COPY . ./\n"));
}

TEST_CASE("versions of Python") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"3.11", "3.11"},      {"3.11.4", "3.11"}, {"python-3.10.2", "3.10"},
      {"Python 3.9", "3.9"}, {"3", ""},          {"", ""},
      {"latest", ""},        {"3.x", ""},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(build::minor_version(text) == expected);
  }
}

TEST_CASE("what a Dockerfile starts from") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"FROM a\n", "a"},
      {"from a as b\nFROM b\nCOPY --from=c:1 /x /x\nCOPY --from=b /x /x\nCOPY --from=0 /x /x\n",
       "a c:1"},
      {"FROM --platform=linux/amd64 a:1 AS x\nFROM a:1\n", "a:1"},
      {"# FROM z\nFROM scratch\n", ""},
      {"ARG V=1\nARG B=\"deb\"\nFROM ${B}ian:$V\n", "debian:1"},
      {"ARG V\nFROM a:${V:-2}\n", "a:2"},
      {"ARG GIVEN=1\nFROM a:$GIVEN\n", "a:7"},
      {"FROM a:$NOBODY\n", "a:$NOBODY(open)"},
      {"ARG V\nFROM a:$V\nFROM b:1\n", "a:$V(open) b:1"},
      {"FROM a:1-${TARGETARCH}${TARGETVARIANT} AS $TARGETOS\nFROM $TARGETPLATFORM\n",
       "a:1-amd64 linux/amd64"},
      {"FROM a:$BUILDARCH\n", "a:$BUILDARCH(open)"},
      {"ARG TARGETARCH=x\nARG TARGETOS\nFROM a:$TARGETARCH-$TARGETOS\n", "a:x-linux"},
      {"FROM \\\n  a:1 \\\n  AS x\n", "a:1"},
      {"FROM a\nARG B=c\nFROM ${B:-d}\n", "a d"},
      {"", ""},
      {"FROM", ""},
      {"FROM a:${", "a:${(open)"},
      {"ARG V=3.12.1\nFROM a:${V%.*}-slim\n", "a:3.12-slim"},
      {"ARG V=3.12.1\nFROM a:${V%%.*}\nFROM b:${V#*.}\nFROM c:${V##*.}\n", "a:3 b:12.1 c:1"},
      {"ARG V=3.12.1\nFROM a:${V/./-}\nFROM b:${V//./-}\nFROM c:${V/?2*/x}\n",
       "a:3-12.1 b:3-12-1 c:3.x"},
      {"ARG V=1\nFROM a:${V%x*}\nFROM b:${V#0}\nFROM c:${V/x/y}\n", "a:1 b:1 c:1"},
      {"ARG V=1\nFROM a:${V:-$NOBODY}\nFROM b:${W:-${V}}\nFROM c${W+:$NOBODY}\n", "a:1 b:1 c"},
      {"ARG V=1\nFROM a:${V/\\./}\nFROM b:${V:x}\nFROM c:${V:?}\n",
       "a:${V/\\./}(open) b:${V:x}(open) c:1"},
      {"ARG V='$X'\nFROM \"a:$V\"\n", "a:$X"},
      {"FROM a:" + repeated("${V:-", 5000) + "\n", "a:" + repeated("${V:-", 5000) + "(open)"},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(bases_in(text, "linux/amd64") == expected);
  }
  // Nobody says for which platform, or in one of several spellings.
  for (const char* platform : {"", "linux/arm/v7", "linux/arm64/v8", "amd64"})
    CHECK(bases_in("FROM a:$TARGETARCH\n", platform) == "a:$TARGETARCH(open)");
  CHECK(bases_in("ARG GIVEN\nFROM a:${GIVEN:-${TARGETARCH:-x}}\n", "") == "a:7");
  CHECK(bases_in("FROM a${TARGETARCH:+x}\n", "") == "a${TARGETARCH:+x}(open)");
}

TEST_CASE("an archive depends on its entries alone, and tar reads it") {
  const std::string long_name = std::string(120, 'd') + "/" + std::string(120, 'f');
  std::vector<ContextEntry> entries{
      {"b.txt", ContextEntry::Kind::File, false, std::string(513, 'x')},
      {"a", ContextEntry::Kind::Folder, false, {}},
      {"a/run.sh", ContextEntry::Kind::File, true, "echo\n"},
      {"link", ContextEntry::Kind::Link, false, "a/run.sh"},
      {long_name, ContextEntry::Kind::File, false, "deep"},
  };
  const std::string tar = build::write_tar(entries);
  std::reverse(entries.begin(), entries.end());
  CHECK(tar == build::write_tar(entries));
  CHECK(tar.size() % 512 == 0);
  const TempFolder folder;
  folder.write("x.tar", tar);
  const RunResult listed = run_shell("tar --utc --numeric-owner -tvf x.tar", folder.path());
  CHECK(listed.exit_code == 0);
  INFO(listed.out);
  CHECK(holds(listed.out, "drwxr-xr-x 0/0               0 1970-01-01 00:00 a/\n"));
  CHECK(holds(listed.out, "-rwxr-xr-x 0/0               5 1970-01-01 00:00 a/run.sh\n"));
  CHECK(holds(listed.out, "-rw-r--r-- 0/0             513 1970-01-01 00:00 b.txt\n"));
  CHECK(holds(listed.out, "link -> a/run.sh\n"));
  CHECK(holds(listed.out, long_name + "\n"));
}

TEST_CASE("a tag changes with everything that goes into the image") {
  const build::Recipe recipe{"FROM a\n", "c", "a=sha256:1\n", "linux/amd64", {{"K", "v"}}, {}};
  std::vector<build::Recipe> others(6, recipe);
  others[0].dockerfile += "\n";
  others[1].context_digest = "d";
  others[2].base.clear();
  others[3].platform.clear();
  others[4].args["K"] = "w";
  others[5].labels["k"] = "v";
  CHECK(build::tag_of(recipe) == build::tag_of(build::Recipe(recipe)));
  CHECK(build::tag_of(recipe).size() == 16);
  for (const build::Recipe& other : others) CHECK(build::tag_of(other) != build::tag_of(recipe));
}

TEST_CASE("what .dockerignore keeps out of a context") {
  struct Row {
    std::string patterns, path;
    bool ignored;
  };
  const std::vector<Row> rows{
      {"*.log", "a.log", true},
      {"*.log", "x/a.log", false},
      {"**/*.log", "x/y/a.log", true},
      {"**/*.log", "a.log", true},
      {"/a.log", "a.log", true},
      {"data", "data/x/y", true},
      {"data/", "data/x", true},
      {"./data", "data", true},
      {"data/**", "data/x/y", true},
      {"a/**/b", "a/b", true},
      {"a/**/b", "a/x/y/b", true},
      {"a?c", "abc", true},
      {"a?c", "a/c", false},
      {"[a-c].txt", "b.txt", true},
      {"[^a-c].txt", "b.txt", false},
      {"*\n!keep.txt", "keep.txt", false},
      {"*\n!keep.txt", "x", true},
      {"*\n!src/keep.txt", "src/keep.txt", false},
      {"*\n!src/keep.txt", "src/x", true},
      {"*.md\n!README*.md\nREADME-secret.md", "README-secret.md", true},
      {"*.md\n!README*.md\nREADME-secret.md", "README-a.md", false},
      {"# a\n  b  \r\n", "a", false},
      {"# a\n  b  \r\n", "b", true},
      {" # a", "# a", true},
      {"a.c", "abc", false},
      {"a+b", "a+b", true},
      {"\\*", "*", true},
      {"\\*", "x", false},
      {"../x", "x", false},
      {"", "x", false},
      {"\xEF\xBB\xBFx", "x", true},
      {"**.pyc", "x.pyc", true},
      {"**.pyc", "src/y.pyc", true},
      {"**foo", "barfoo", true},
      {"**foo", "foobar", false},
      {"**foo", "a/barfoo/x", true},
      {"**/foo", "barfoo", false},
      {"**/foo", "foo", true},
      {"**/foo", "a/foo", true},
      {"**f?o", "barfoo", false},
      {"**f?o", "bar/foo", true},
      {"**foo**", "barfoo", false},
      {"**", "a/b", true},
      {"a**", "a/b", true},
      {"a**", "ba", false},
      {"a/**", "a", false},
      {"a^b", "a^b", true},
  };
  for (const Row& row : rows) {
    INFO(row.patterns << " on " << row.path);
    const DockerIgnore ignore(row.patterns);
    CHECK(ignore.unusable().empty());
    CHECK(ignore.ignores(row.path) == row.ignored);
  }
  for (const char* bad : {"[", "a[]", "!", "a\\", "[a"}) {
    INFO(bad);
    CHECK_FALSE(DockerIgnore(bad).unusable().empty());
  }
}

}  // namespace launch::tests
