#include "cli/new_files.h"

#include <cstdio>
#include <filesystem>

#include "cli/workspace.h"
#include "cli/write_out.h"

namespace launch::cli {
namespace {
namespace fs = std::filesystem;

void refuse_existing(const std::vector<NewFile>& files, const fs::path& folder) {
  std::string existing;
  for (const NewFile& file : files) {
    const fs::path path = (folder / file.path).lexically_normal();
    if (!fs::exists(fs::symlink_status(path))) continue;
    existing += (existing.empty() ? "" : ", ") + path.string();
  }
  if (existing.empty()) return;
  throw UsageError{"nothing is written, because there is already " + existing +
                   "; --force overwrites"};
}

}  // namespace

void write_new_files(const std::vector<NewFile>& files, const std::string& folder, bool force) {
  if (!force) refuse_existing(files, folder);
  for (const NewFile& file : files) {
    const std::string path = (fs::path(folder) / file.path).lexically_normal().string();
    replace_file(path, file.text);
    std::printf("wrote %s\n", path.c_str());
  }
}

}  // namespace launch::cli
