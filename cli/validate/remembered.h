// Verdicts that hold from one run of `launch validate --watch` to the next.
#pragma once

#include <sys/types.h>

#include <ctime>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "cli/validate/file_judge.h"

namespace launch::cli {

// What the system says of a file without opening it.
struct Stamp {
  bool exists = false;
  dev_t device = 0;
  ino_t number = 0;
  off_t size = 0;
  timespec modified{}, changed{};
  // So long ago that another change would have shown: file systems tell times in steps.
  bool settled = true;

  // Whether the file is what it was when this was taken.
  bool holds(const Stamp& now) const;
};

// The stamps of one run, each taken before the run first reads the file. Safe to call from several
// threads.
class Stamps {
 public:
  Stamp of(const std::string& path);
  void forget();

 private:
  std::mutex mutex_;
  std::map<std::string, Stamp> taken_;
};

class Remembered {
 public:
  // A run begins. Everything is forgotten when the workspace or a schema is another.
  void begin(const Workspace& workspace, const TargetFlags& flags);
  Stamps& stamps() { return stamps_; }

  // The last verdict on a file; null when something that it hangs on has changed since. Safe to
  // call from several threads.
  const FileResult* find(const Input& input, const Files& files);
  // A verdict of this run, to be found in the next.
  void keep(const Input& input, const FileResult& result);

 private:
  using Seen = std::vector<std::pair<std::string, Stamp>>;
  struct Entry {
    bool walked = false;
    FileResult result;
    Seen seen;
  };
  bool holds(const Seen& seen);

  Stamps stamps_;
  std::string root_;
  Seen shared_;  // by all verdicts
  std::map<std::string, Entry> entries_;
};

}  // namespace launch::cli
