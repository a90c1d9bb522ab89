// The Dockerfile of a job, or what launch would write, judged where the code is at hand.
#pragma once

#include "cli/build/code.h"
#include "cli/judgement.h"

namespace launch::cli {

// What judging looked at, to be added to.
struct CodeReading {
  std::set<std::string> read;        // files that were judged
  std::set<std::string> looked_for;  // likewise, and those whose absence counts
  std::set<SourceId> sources;        // texts of the code
};

struct CodeJudging {
  const build::Plan& plan;
  Span place;  // the job's line about its code
  Arena& arena;
  SourceMap& sources;
  CodeReading& reading;
  Diagnostics& diagnostics;         // that hold what was said of the job
  std::uint64_t context_limit = 0;  // MiB; 0: whether a context can be made is not judged
};
void judge_tree(const CodeTree& tree, const CodeJudging& judging);

// Likewise, where the grounds have the code. `compiled` has no errors.
void judge_code(const Grounds& grounds, const Compiled& compiled, Judgement& judgement,
                Diagnostics& found);

}  // namespace launch::cli
