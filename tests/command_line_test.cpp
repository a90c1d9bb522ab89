// What the program says about itself: help, the manual page and completion come from one tree.
#include <algorithm>

#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// As --help lists them.
std::vector<std::string> commands() {
  const TempFolder folder;
  std::vector<std::string> names;
  bool listed = false;
  for (const std::string& line : lines_of(run_shell("launch --help", folder.path()).out)) {
    if (listed && line.starts_with("  ")) names.push_back(line.substr(2, line.find(' ', 2) - 2));
    if (line == "Subcommands:") listed = true;
  }
  return names;
}

}  // namespace

TEST_CASE("help, the manual page and completion know every command and flag") {
  const TempFolder folder;
  const std::vector<std::string> names = commands();
  REQUIRE(names.size() > 5);
  std::string man = run_shell("launch man", folder.path()).out;
  man.erase(std::remove(man.begin(), man.end(), '\\'), man.end());
  const std::string bash = run_shell("launch completion bash", folder.path()).out;
  const std::string zsh = run_shell("launch completion zsh", folder.path()).out;
  const std::string fish = run_shell("launch completion fish", folder.path()).out;
  for (const std::string& name : names) {
    INFO(name);
    const std::string help = run_shell("launch help " + name, folder.path()).out;
    CHECK(help == run_shell("launch " + name + " --help", folder.path()).out);
    CHECK(man.find(".SS fBlaunchfR fB" + name) != std::string::npos);
    CHECK(zsh.find("'" + name + ":") != std::string::npos);
    CHECK(fish.find("-a " + name + " ") != std::string::npos);
    for (const std::string& line : lines_of(help)) {
      const std::size_t flag = line.find("--");
      const bool lists_flag = line.starts_with("  -") && flag != std::string::npos;
      if (!lists_flag || line.find("--help") != std::string::npos) continue;
      const std::string word = line.substr(flag, line.find_first_of(" ,[", flag) - flag);
      INFO(word);
      CHECK(man.find("fB" + word) != std::string::npos);
      CHECK(bash.find(word) != std::string::npos);
      CHECK(zsh.find(word) != std::string::npos);
      CHECK(fish.find(" -l " + word.substr(2)) != std::string::npos);
    }
  }
}

TEST_CASE("help of launch itself is what --help prints") {
  const TempFolder folder;
  CHECK(run_shell("launch help", folder.path()).out ==
        run_shell("launch --help", folder.path()).out);
}

TEST_CASE("what cannot be written is told, whichever command wrote it") {
  const TempFolder folder;
  folder.write("job.yaml", "entity: e\n");
  for (const char* command :
       {"help", "man", "completion bash", "rules", "schema job", "version", "list --format json",
        "status --format json", "graph", "validate job.yaml", "rules --format json"}) {
    CAPTURE(command);
    CHECK(run_shell("launch " + std::string(command) + " > /dev/full", folder.path()).exit_code ==
          3);
  }
}

}  // namespace launch::tests
