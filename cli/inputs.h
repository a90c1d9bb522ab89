// Which files a run is about.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "cli/workspace.h"

namespace launch::cli {

struct InputOptions {
  std::vector<std::string> paths;
  std::vector<std::string> exclude;  // globs of files that are passed over
  bool dependents = false;           // also every file that reads one of `paths`
};

// A file to judge; walked files are passed over when they are no launch documents.
struct Input {
  std::string path;
  bool walked = false;
};

// As findings name it.
std::string name_of(const Input& input);

// What the paths and globs of `options` name, each file once. With --dependents that is the whole
// workspace and whatever the paths name beside it.
std::vector<Input> inputs_of(const InputOptions& options, const Workspace& workspace);

// With --dependents: tells what to report. A file counts when it is one of those named, or reads
// one of them; when the workspace file is among those named, everything counts.
class Dependents {
 public:
  explicit Dependents(const std::vector<std::string>& changed);
  bool concern(const std::string& path, const std::set<std::string>& read) const;

 private:
  std::set<std::string> changed_;  // absolute
  bool everything_ = false;
};

}  // namespace launch::cli
