// Which files of a folder `launch render --output-dir` wrote.
#pragma once

#include <map>
#include <string>

#include "cli/workspace.h"

namespace launch::cli {

class WrittenFiles {
 public:
  // Throws UsageError for a list that cannot be understood.
  explicit WrittenFiles(const std::string& folder);

  bool contains(const std::string& name) const { return sources_.count(name) > 0; }
  void add(const std::string& name, const std::string& source) { sources_[name] = source; }
  void remove(const std::string& name) { sources_.erase(name); }
  // By name, relative to the folder: the job's file, from the workspace's root.
  const std::map<std::string, std::string>& sources() const { return sources_; }

  // Throws UnreachableError when it cannot be written.
  void save() const;

 private:
  std::string path_;
  std::map<std::string, std::string> sources_;
};

}  // namespace launch::cli
