// Black-box cases: each file under tests/golden holds its inputs, its commands and what they print.
//
//   What the case shows, in words.
//   $ launch validate job.yaml
//   -- job.yaml --
//   …
//   -- stdout --
//   …
//   -- stderr --
//   …
//   -- exit --
//   1
//
// Without the last three sections nothing is printed and the exit code is 0. LAUNCH_UPDATE_GOLDEN=1
// writes what the program prints today; read the difference before you commit it.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch::tests {
namespace {
namespace fs = std::filesystem;

struct Case {
  std::string head;  // words and commands, as written
  std::vector<std::string> commands;
  std::vector<std::pair<std::string, std::string>> files;
  std::string out, err;
  int exit_code = 0;
};

// "-- name --" alone on a line.
std::string section_name(const std::string& line) {
  const bool marks = line.size() > 6 && line.starts_with("-- ") && line.ends_with(" --");
  return marks ? line.substr(3, line.size() - 6) : std::string();
}

Case parse(const std::string& text) {
  Case result;
  std::string* section = &result.head;
  std::string exit_text;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::string name = section_name(line);
    if (name == "stdout") {
      section = &result.out;
    } else if (name == "stderr") {
      section = &result.err;
    } else if (name == "exit") {
      section = &exit_text;
    } else if (!name.empty()) {
      section = &result.files.emplace_back(name, std::string()).second;
    } else {
      if (section == &result.head && line.starts_with("$ "))
        result.commands.push_back(line.substr(2));
      *section += line + "\n";
    }
  }
  if (!exit_text.empty()) result.exit_code = std::atoi(exit_text.c_str());
  return result;
}

std::string print(const Case& golden) {
  std::string text = golden.head;
  for (const auto& [name, content] : golden.files) text += "-- " + name + " --\n" + content;
  if (!golden.out.empty()) text += "-- stdout --\n" + golden.out;
  if (!golden.err.empty()) text += "-- stderr --\n" + golden.err;
  if (golden.exit_code != 0) text += "-- exit --\n" + std::to_string(golden.exit_code) + "\n";
  return text;
}

void add_line_end(std::string& text) {
  if (!text.empty() && text.back() != '\n') text += '\n';
}

Case run(const Case& golden) {
  const TempFolder folder;
  for (const auto& [name, content] : golden.files) folder.write(name, content);
  Case seen = golden;
  seen.out.clear();
  seen.err.clear();
  for (const std::string& command : golden.commands) {
    const RunResult result = run_shell(command, folder.path());
    seen.out += result.out;
    seen.err += result.err;
    seen.exit_code = result.exit_code;
  }
  add_line_end(seen.out);
  add_line_end(seen.err);
  return seen;
}

}  // namespace

TEST_CASE("golden cases") {
  const bool update = std::getenv("LAUNCH_UPDATE_GOLDEN") != nullptr;
  std::vector<fs::path> paths;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(source_dir() / "tests/golden")) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  CHECK(paths.size() >= 150);
  for (const fs::path& path : paths) {
    const Case golden = parse(read_text(path));
    const Case seen = run(golden);
    INFO(path.string());
    CHECK_FALSE(golden.commands.empty());
    if (update) {
      std::ofstream(path, std::ios::binary) << print(seen);
      continue;
    }
    CHECK(print(seen) == print(golden));
  }
}

}  // namespace launch::tests
