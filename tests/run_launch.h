// Runs the built program as a user would, in a folder of its own.
#pragma once

#include <filesystem>
#include <string>

#include "tests/source_dir.h"

namespace launch::tests {

struct RunResult {
  std::string out, err;
  int exit_code = -1;
};

// A folder that is removed with the object.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  // Creates the folders between.
  void write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

// `sh -c LINE` in `folder`, `launch` being the built program; HOME is the folder, the environment
// is otherwise empty but for PATH. With `merged`, everything is in `out`.
RunResult run_shell(const std::string& line, const std::filesystem::path& folder,
                    bool merged = false);

std::string read_text(const std::filesystem::path& path);

}  // namespace launch::tests
