#include "tests/run_launch.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "compiler/spec/shell_words.h"

namespace launch::tests {
namespace fs = std::filesystem;

TempFolder::TempFolder() {
  std::string pattern = (fs::temp_directory_path() / "launch-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  // Marks the root: nothing above it is looked at.
  fs::create_directory(fs::path(pattern) / ".git");
  path_ = pattern;
}

TempFolder::~TempFolder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

void TempFolder::write(const std::string& name, const std::string& text) const {
  fs::create_directories((path_ / name).parent_path());
  std::ofstream(path_ / name, std::ios::binary) << text;
}

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

RunResult run_shell(const std::string& line, const fs::path& folder, bool merged) {
  const TempFolder output;
  const std::string out = (output.path() / "out").string();
  const std::string err = (output.path() / "err").string();
  const std::string programs = fs::path(LAUNCH_BINARY).parent_path().string();
  const std::string command =
      "cd " + shell_quote(folder.string()) +
      " && exec env -i PATH=" + shell_quote(programs + ":" + std::getenv("PATH")) +
      " HOME=" + shell_quote(folder.string()) + " LC_ALL=C.UTF-8 sh -c " + shell_quote(line) +
      " >" + out + (merged ? " 2>&1" : " 2>" + err) + " </dev/null";
  const int status = std::system(command.c_str());
  RunResult result{read_text(out), merged ? std::string() : read_text(err), -1};
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  return result;
}

}  // namespace launch::tests
