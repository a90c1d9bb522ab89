// Every example in README.md, docs/ and the pages of examples/ is run and compared.
//
// A fence with a file name, ```yaml job.yaml, writes that file; a ```console fence runs its `$ `
// lines in the same folder and must print what follows each of them, standard error included. Files
// stay for the later fences of the same page. LAUNCH_UPDATE_GOLDEN=1 writes what is printed today.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "compiler/rules.h"
#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {
namespace fs = std::filesystem;

struct Fence {
  std::string info, body;
};

std::vector<Fence> fences_of(const std::string& markdown) {
  std::vector<Fence> fences;
  bool open = false;
  std::istringstream lines(markdown);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      if (!open) fences.push_back({line.substr(3), {}});
      open = !open;
    } else if (open) {
      fences.back().body += line + "\n";
    }
  }
  return fences;
}

std::string replay(const std::string& body, const fs::path& folder) {
  std::string seen;
  std::istringstream lines(body);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("$ ")) continue;
    seen += line + "\n" + run_shell(line.substr(2), folder, /*merged=*/true).out;
    if (seen.back() != '\n') seen += '\n';
  }
  return seen;
}

void check_page(const fs::path& page) {
  const TempFolder folder;
  const bool is_example = page.parent_path().parent_path().filename() == "examples";
  if (is_example) fs::copy(page.parent_path(), folder.path(), fs::copy_options::recursive);
  std::string text = read_text(page);
  for (const Fence& fence : fences_of(read_text(page))) {
    INFO(page.string());
    const std::size_t space = fence.info.find(' ');
    if (fence.info == "console") {
      const std::string seen = replay(fence.body, folder.path());
      if (std::getenv("LAUNCH_UPDATE_GOLDEN") == nullptr) {
        CHECK(seen == fence.body);
      } else {
        text.replace(text.find(fence.body), fence.body.size(), seen);
      }
    } else if (space != std::string::npos) {
      folder.write(fence.info.substr(space + 1), fence.body);
    }
  }
  if (text != read_text(page)) std::ofstream(page, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("examples in the documentation print what it says") {
  check_page(source_dir() / "README.md");
  // A page among the examples is about the files beside it.
  for (const char* top : {"docs", "examples"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(source_dir() / top)) {
      if (entry.path().extension() == ".md") check_page(entry.path());
    }
  }
}

TEST_CASE("docs/rules.md is what the rules say") {
  const TempFolder folder;
  const RunResult printed = run_shell("launch rules --format markdown", folder.path());
  // Update: launch rules --format markdown > docs/rules.md
  CHECK(read_text(source_dir() / "docs/rules.md") == printed.out);
}

TEST_CASE("every shipped example and template is valid") {
  for (const char* folder : {"examples", "templates"}) {
    const RunResult result = run_shell("launch validate .", source_dir() / folder);
    INFO(folder << ": " << result.out << result.err);
    CHECK(result.exit_code == 0);
  }
}

}  // namespace launch::tests
