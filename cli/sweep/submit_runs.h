// The runs of a sweep submitted one after another, each once.
#pragma once

#include "cli/sweep/sweep_file.h"

namespace launch::cli {

struct RunsToSubmit {
  const SweepFile& file;
  const std::string& path;  // as the user named it
  sweep::Runs& runs;
  std::uint64_t most;
  bool json;
};

// What was submitted by an earlier call is told and passed over. Stops at the first that cannot be
// submitted; the same call goes on from there. The exit code.
int submit_runs(const RunsToSubmit& asked, RunCompiler& compiler, FindingsOnce& said,
                const CommonOptions& common);

}  // namespace launch::cli
