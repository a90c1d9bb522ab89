// One run of `launch validate`, from the paths to the exit code.
#pragma once

#include "cli/validate/options.h"
#include "cli/write_out.h"
#include "compiler/target/target.h"

namespace launch::cli {

struct RunOutcome {
  ExitCode code = kOk;
  std::vector<std::string> files;    // that were judged, or read for that
  std::vector<std::string> folders;  // that were walked
};

class Remembered;

// `as`: the target whose finished objects are judged; null for launch documents. With `remembered`,
// only files about which something has changed since the last run are judged.
RunOutcome run_validation(const ValidateOptions& options, const ReportWriter& writer,
                          const Target* as, Remembered* remembered = nullptr);

}  // namespace launch::cli
