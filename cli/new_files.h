// Files that a command writes for somebody to go on with.
#pragma once

#include <string>
#include <vector>

namespace launch::cli {

struct NewFile {
  std::string path;  // below the folder
  std::string text;
};

// Names each that it wrote on standard output. Nothing is written when anything would be
// overwritten, unless `force` says so. Throws UsageError and UnreachableError.
void write_new_files(const std::vector<NewFile>& files, const std::string& folder, bool force);

}  // namespace launch::cli
