// A job file compiled for `render` and `explain`: every document of it, with the findings of all.
#pragma once

#include <memory>
#include <optional>

#include "cli/disk.h"
#include "cli/options.h"
#include "compiler/compile.h"
#include "compiler/diagnostic/render.h"

namespace launch::cli {

struct JobRun {
  // Own what everything else points into.
  std::unique_ptr<SourceMap> sources = std::make_unique<SourceMap>();
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();
  std::vector<Setting> settings;
  std::vector<Compiled> jobs;  // one a document
  // By job: what builds its image first; nothing where no docker is to do that.
  std::vector<std::optional<Artifact>> builds;
  std::vector<Finding> findings;
  int exit_code = kOk;  // kUnreachable: the file itself could not be read; said on standard error
};

JobRun run_job(const JobOptions& options, const CommonOptions& common);

// Prints findings to standard error as text.
void print_findings(const std::vector<Finding>& findings, const CommonOptions& common);

}  // namespace launch::cli
