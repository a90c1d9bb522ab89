// The runs of a sweep submitted, some at a time, each once.
#pragma once

#include "cli/sweep/sweep_file.h"

namespace launch::cli {

struct RunsToSubmit {
  const SweepFile& file;
  const std::string& path;  // as the user named it
  sweep::Runs& runs;
  std::uint64_t most = 0;
  std::size_t at_once = 4;
  bool keep_going = false;  // in spite of runs that cannot be submitted
  bool json = false;
};

// What was submitted by an earlier call is told and passed over: the same call goes on where this
// one stopped. Holds a few runs at a time, however many there are. The exit code.
int submit_runs(const RunsToSubmit& asked, RunCompiler& compiler, FindingsOnce& said,
                const CommonOptions& common);

}  // namespace launch::cli
