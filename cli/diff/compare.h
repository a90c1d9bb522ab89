// All jobs of two sides beside each other.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/diff/side.h"
#include "compiler/change/report.h"

namespace launch::cli {

// A file that may hold jobs, on one side or both.
struct FilePair {
  std::string before, after;  // empty where there is none
  bool moved = false;         // the same file under another name
};

struct Comparison {
  const Side& before;
  const Side& after;
  std::vector<FilePair> pairs;
  std::vector<std::string> only;  // files and folders: jobs in them, or that read them; empty: all
  // What a path of the earlier side is called on the later one, and back.
  std::function<std::string(const std::string&)> later_name, earlier_name;
  std::size_t threads = 0;
};

ChangeReport compare(const Comparison& comparison);

}  // namespace launch::cli
