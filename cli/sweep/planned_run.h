// The runs of a sweep one after the other, each as what is to be created.
#pragma once

#include <map>
#include <tuple>

#include "cli/submit/plan.h"
#include "cli/submit/submit_flags.h"
#include "cli/sweep/sweep_file.h"

namespace launch::cli {

struct RunsToSubmit {
  const SweepFile& file;
  const std::string& path;  // as the user named it
  sweep::Runs& runs;
  std::uint64_t most = 0;
  const SubmitFlags& flags;
  bool json = false;
};

struct PlannedRun {
  // Own what `planned` points into.
  Arena arena{};
  sweep::Run run{};
  JobRun deferred{}, filled{};
  std::string name{};  // path#ID, absolute, as the journal has it
  std::vector<Planned> planned{};
  int code = kOk;  // else it has errors, which have been told, and nothing is planned
};

class RunPlanner {
 public:
  // Everything must outlive it.
  RunPlanner(const RunsToSubmit& asked, RunCompiler& compiler, FindingsOnce& said)
      : asked_(asked), compiler_(compiler), said_(said) {}

  // Into `next`, which must be fresh. False behind the last.
  bool next(PlannedRun& next);

 private:
  void compile(PlannedRun& next);
  std::optional<std::string> image_of(JobRun& run);
  std::optional<std::string> commit_of(JobRun& run);

  const RunsToSubmit& asked_;
  RunCompiler& compiler_;
  FindingsOnce& said_;
  std::uint64_t number_ = 0;
  // By the plan of its build; nothing: it could not be built, which was told.
  std::map<std::string, std::optional<std::string>> images_;
  // By repository and branch or tag.
  std::map<std::tuple<std::string, std::string, bool>, std::string> commits_;
};

}  // namespace launch::cli
