// What `launch validate` was asked for.
#pragma once

#include <optional>

#include "cli/build/code_options.h"
#include "cli/inputs.h"
#include "cli/options.h"

namespace launch::cli {

// Beside launch.yaml, or at the repository's root.
inline constexpr std::string_view kBaselineFile = ".launch-baseline.json";

struct ValidateOptions {
  InputOptions inputs;
  std::string queue;
  std::string as;                    // judge finished objects of this target
  std::string format = "text";       // one of formats()
  std::vector<std::string> outputs;  // FORMAT=FILE
  std::string fail_on;               // error, warning, none; empty: the workspace's, else error
  std::optional<std::size_t> max_warnings;
  bool summary = false;
  bool quiet = false;  // no notes, no sums, no progress
  bool no_progress = false;
  std::string baseline;        // a file; empty: the workspace's, if any
  std::string write_baseline;  // a file, kBaselineFile for the usual one, or empty
  bool frozen = false;         // everything must be as launch.lock has it
  std::string watch;           // "auto", "poll" or empty
  std::size_t threads = 0;
  CodeOptions code;
  TargetFlags target;
  CommonOptions common;
};

}  // namespace launch::cli
