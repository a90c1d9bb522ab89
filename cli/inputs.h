// Which files a run is about.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "cli/workspace.h"
#include "compiler/diagnostic/report.h"

namespace launch::cli {

struct InputOptions {
  std::vector<std::string> paths;    // files, folders, globs, "-"
  std::vector<std::string> exclude;  // globs of files that are passed over
  bool dependents = false;           // also every file that reads one of `paths`
  bool no_ignore = false;            // also what .gitignore files name
  std::set<std::string> own{};       // what launch writes itself: passed over in walks
};

// A file to judge; walked files are passed over when they are no launch documents.
struct Input {
  std::string path;
  bool walked = false;
};

struct Inputs {
  std::vector<Input> files;          // each once
  std::vector<std::string> named;    // what the paths name, globs and folders written out
  std::vector<std::string> folders;  // that were walked
  std::vector<UnreadFile> unread;    // folders that could not be walked
  std::vector<std::string> notes;    // what people may want to know
};

// As findings name it.
std::string name_of(const Input& input);

// ../../work/deep/job.yaml is job.yaml when we are in work/deep.
std::string as_seen_from_here(const std::string& path);

// What the paths and globs of `options` name. With --dependents that is the whole workspace and
// whatever the paths name beside it.
Inputs inputs_of(const InputOptions& options, const Workspace& workspace);

// Why a path that was named is no file, with the nearest name there is.
std::string why_missing(const std::string& path);

// With --dependents: tells what to report. A file counts when it is one of those named, or reads
// one of them; when the workspace file is among those named, everything counts.
class Dependents {
 public:
  Dependents(const std::vector<std::string>& paths, const std::vector<std::string>& named);
  bool concern(const std::string& path, const std::set<std::string>& read) const;

 private:
  std::set<std::string> changed_;  // absolute
  bool everything_ = false;
};

}  // namespace launch::cli
