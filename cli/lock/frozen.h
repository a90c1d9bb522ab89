// `launch validate --frozen`: is everything as launch.lock has it?
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "compiler/diagnostic/render.h"

namespace launch::cli {

struct FrozenInput {
  const std::vector<std::string>& files;  // that were judged
  bool whole = true;                      // all of the workspace: what is gone is told as well
  const CodeOptions& code;
  const TargetFlags& target;
  const CommonOptions& common;
  std::size_t threads = 0;
};

// Throws UsageError without a lock, or for one that cannot be read.
std::vector<Finding> frozen_findings(const FrozenInput& input);

}  // namespace launch::cli
