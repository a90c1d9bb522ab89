// What the program says of itself, and how the build finds out which commit it is of.
#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/run_launch.h"
#include "tests/source_dir.h"

namespace launch::tests {
namespace {

std::string header_of(const TempFolder& folder, const std::string& more = {}) {
  const std::string script = (source_dir() / "packaging/build_info.cmake").string();
  const RunResult made = run_shell("cmake -DSOURCE=$PWD/source -DHEADER=$PWD/out.h " + more +
                                       " -P '" + script + "' && cat out.h",
                                   folder.path(), /*merged=*/true);
  CHECK(made.exit_code == 0);
  return made.out;
}

constexpr const char* kUnknown = "kCommit = \"\"";
constexpr const char* kCommitted =
    "git -c init.defaultBranch=main init -q . && git add -A && "
    "git -c user.name=t -c user.email=t@example.com commit -qm all";

}  // namespace

TEST_CASE("launch version says as JSON all that it says as text") {
  const TempFolder folder;
  const auto about =
      nlohmann::json::parse(run_shell("launch version --format json", folder.path()).out);
  CHECK(about["format_version"] == 1);
  for (const char* field : {"version", "compiler", "build_type", "linkage"}) {
    CHECK_FALSE(about[field].get<std::string>().empty());
  }
  CHECK((about["commit"].is_null() || about["commit"].get<std::string>().size() == 40));
  CHECK(about["modified"].is_boolean());
  CHECK(about["stores"][0] == "sqlite");
  CHECK(about["targets"].size() >= 5);
  const std::string text = run_shell("launch version --schemas", folder.path()).out;
  for (const auto& target : about["targets"]) {
    CHECK(text.find(" " + target.get<std::string>()) != std::string::npos);
  }
  for (const auto& minor : about["schemas"]["kubernetes"]) {
    CHECK(text.find(" " + minor.get<std::string>()) != std::string::npos);
  }
  CHECK(text.find(about["schemas"]["docker"]["engine"].get<std::string>()) != std::string::npos);
}

TEST_CASE("a build knows its commit from git, from an archive, or because it is told") {
  const TempFolder folder;
  folder.write("source/packaging/commit.txt", "$Format:%H$\n");
  folder.write("source/a.cpp", "int a;\n");
  CHECK(header_of(folder).find(kUnknown) != std::string::npos);
  CHECK(header_of(folder, "-DCOMMIT=0123abcd").find("\"0123abcd\"") != std::string::npos);

  // A repository around it is someone else's.
  REQUIRE(run_shell(kCommitted, folder.path()).exit_code == 0);
  CHECK(header_of(folder).find(kUnknown) != std::string::npos);

  REQUIRE(run_shell(std::string("rm -rf .git && cd source && ") + kCommitted, folder.path())
              .exit_code == 0);
  const std::string commit = run_shell("git -C source rev-parse HEAD", folder.path()).out;
  const std::string clean = header_of(folder);
  CHECK(clean.find("\"" + commit.substr(0, 40) + "\"") != std::string::npos);
  CHECK(clean.find("kModified = false") != std::string::npos);
  folder.write("source/a.cpp", "int b;\n");
  CHECK(header_of(folder).find("kModified = true") != std::string::npos);

  // What `git archive` makes of the file goes before everything else.
  folder.write("source/packaging/commit.txt", std::string(40, 'c') + "\n");
  CHECK(header_of(folder).find(std::string(40, 'c')) != std::string::npos);
}

TEST_CASE("a header that says nothing new is not written again") {
  const TempFolder folder;
  folder.write("source/packaging/commit.txt", std::string(40, 'c') + "\n");
  header_of(folder);
  const auto before = std::filesystem::last_write_time(folder.path() / "out.h");
  header_of(folder);
  CHECK(std::filesystem::last_write_time(folder.path() / "out.h") == before);
}

}  // namespace launch::tests
