// The images that the jobs of one file need, built where they are missing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/build/code_options.h"
#include "cli/build/image.h"
#include "cli/job_run.h"

namespace launch::cli {

struct Built {
  std::string job;           // its file
  std::size_t document = 1;  // of the file, from 1
  Image image;
  std::optional<BuildResult> result;  // nothing: only shown
  std::string queue{};                // of an agent, where it is built for each of them
};

struct BuildCall {
  const BuildOptions& options;
  const Workspace& workspace;
  bool push = false;
  bool push_where_named = false;  // what somebody named a destination for is pushed
  bool quiet = false;             // nothing is said on standard error
  int stop = -1;                  // once this file descriptor can be read, the build is given up
};

// `run` is the file, compiled without an error; jobs that bring their image are passed over. Code
// that nobody has looked at is fetched and judged here. Throws what fetch_code(), image.h, docker.h
// and cluster.h throw, and BuildError for code that is refused.
std::vector<Built> build_file(JobRun& run, const std::string& path, const BuildCall& call);

}  // namespace launch::cli
