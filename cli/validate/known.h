// --baseline and --write-baseline: the findings that are let pass.
#pragma once

#include "cli/exit_code.h"
#include "cli/validate/options.h"
#include "compiler/check/baseline.h"

namespace launch::cli {

class Known {
 public:
  // Reads the baseline if one is asked for. Throws UnreachableError for one that cannot be read,
  // UsageError for a file that is something else.
  Known(const ValidateOptions& options, const Workspace& workspace);

  // The baseline's file, empty when there is none.
  const std::string& path() const { return path_; }

  struct Settled {
    std::size_t known = 0;  // findings that were taken out
    std::size_t gone = 0;   // entries that nothing matches any more
    ExitCode written = kOk;
  };
  // Takes what is known out of the findings. With --write-baseline everything is, and the file says
  // so afterwards. Only a run over the `whole` workspace can tell what is gone.
  Settled settle(Report& report, bool whole);

 private:
  ExitCode write(std::vector<KnownFinding> present, bool whole) const;

  const Workspace& workspace_;
  std::string path_;
  bool writes_ = false;
  std::vector<KnownFinding> entries_;  // sorted
};

}  // namespace launch::cli
