// Every rule has a golden that reports it, and docs/rules.md an entry (docs_test compares the
// whole).
#include <set>

#include "compiler/rules.h"
#include "compiler/target/target.h"
#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {
namespace fs = std::filesystem;

std::string all_goldens() {
  std::string text;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(source_dir() / "tests/golden")) {
    if (entry.is_regular_file()) text += read_text(entry.path());
  }
  return text;
}

}  // namespace

TEST_CASE("every rule is reported by a golden") {
  const std::string goldens = all_goldens();
  for (const Rule* rule : all_rules()) {
    INFO(rule->id);
    CHECK(goldens.find("[" + std::string(rule->id) + "]") != std::string::npos);
  }
}

TEST_CASE("rules are well formed") {
  std::set<std::string_view> ids;
  for (const Rule* rule : all_rules()) {
    INFO(rule->id);
    CHECK(ids.insert(rule->id).second);
    CHECK(rule->id.find('/') != std::string_view::npos);
    CHECK_FALSE(rule->summary.empty());
    CHECK(rule->summary.back() != '.');
    CHECK(rule->help.size() > 40);
  }
}

TEST_CASE("every target has a page and a golden folder") {
  for (const Target* target : targets()) {
    std::string folder(target->name);
    for (char& c : folder) c = c == '-' ? '_' : c;
    INFO(folder);
    CHECK(fs::exists(source_dir() / "compiler/target" / folder / "README.md"));
    CHECK(fs::exists(source_dir() / "tests/golden" / folder));
  }
}

}  // namespace launch::tests
