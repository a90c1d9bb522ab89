// The images that the jobs of one file need, built where they are missing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/build/image.h"

namespace launch::cli {

struct Built {
  std::string job;           // its file
  std::size_t document = 1;  // of the file, from 1
  Image image;
  std::optional<BuildResult> result;  // nothing: only shown
};

struct BuildCall {
  const BuildOptions& options;
  const Workspace& workspace;
  bool push = false;
  bool push_where_named = false;  // what somebody named a destination for is pushed
};

// A process of this machine runs the code that is here.
bool needs_image(const Compiled& job);

// `run` is the file, compiled; jobs that bring their image are passed over. Throws UsageError for a
// builder that builds nothing here, and what image.h throws.
std::vector<Built> build_file(JobRun& run, const std::string& path, const BuildCall& call);

}  // namespace launch::cli
