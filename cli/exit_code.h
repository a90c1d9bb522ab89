// What the shell gets to see.
#pragma once

namespace launch::cli {

enum ExitCode : int {
  kOk = 0,
  kFindings = 1,     // at or above the gate
  kUsage = 2,        // wrong use, wrong configuration
  kUnreachable = 3,  // a file or backend could not be read or reached
  kRefused = 4,      // the backend said no
  kBug = 70          // sysexits' EX_SOFTWARE: a bug in launch
};

}  // namespace launch::cli
