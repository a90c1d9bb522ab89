// `launch validate --watch`.
#pragma once

#include "cli/validate/run.h"

namespace launch::cli {

// Judges, waits until something changes, and judges again, until Ctrl-C. The exit code of the last
// verdict.
ExitCode watch_validation(const ValidateOptions& options, const ReportWriter& writer,
                          const Target* as);

}  // namespace launch::cli
