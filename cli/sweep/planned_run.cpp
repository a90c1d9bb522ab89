#include "cli/sweep/planned_run.h"

#include <cstdio>

#include "cli/build/build_file.h"
#include "cli/submit/pin.h"
#include "compiler/wandb/queue_item.h"

namespace launch::cli {

bool RunPlanner::next(PlannedRun& next) {
  if (number_ >= asked_.most || !asked_.runs.next(next.run, next.arena)) return false;
  ++number_;
  next.name = absolute_path(asked_.path) + "#" + next.run.id;
  compile(next);
  if (next.code != kOk) return true;
  const Compiled& job = next.deferred.jobs[0];
  if (wandb::is_in_wandb_queue(job)) {
    throw UsageError{
        asked_.path + ": queue " + launch::quoted(job.spec.queue.as_string()) +
        " is kept by W&B's own server, and launch pushes single jobs there; the sweep's "
        "runs can go to a queue of launch's"};
  }
  const Compiled* filled = next.filled.jobs.empty() ? nullptr : next.filled.jobs.data();
  for (std::size_t i = 0; i < job.artifacts.size(); ++i) {
    Planned& planned = next.planned.emplace_back(planned_artifact(job, filled, i, asked_.path));
    planned.job = next.name;
    planned.label = "run " + planned.run_id;
    planned.sources = next.deferred.sources.get();
  }
  return true;
}

// Twice: the digest must not know the secrets that the job is filled with. An agent fills what is
// enqueued, and sees to its image.
void RunPlanner::compile(PlannedRun& next) {
  const auto good = [&](const JobRun& run) {
    said_.print(run.findings);
    next.code = run.exit_code;
    return next.code == kOk;
  };
  next.deferred = compiler_.compile(next.run, {});
  if (!good(next.deferred)) return;
  if (asked_.flags.enqueue) {
    if (const auto commit = commit_of(next.deferred)) {
      next.deferred = compiler_.compile(next.run, {false, {}, commit});
      good(next.deferred);
    }
    return;
  }
  std::optional<std::string> image;
  if (needs_image(next.deferred.jobs[0])) {
    image = image_of(next.deferred);
    if (!image) {
      next.code = kRefused;
      return;
    }
    next.deferred = compiler_.compile(next.run, {false, image});
    if (!good(next.deferred)) return;
  }
  next.filled = compiler_.compile(next.run, {true, image});
  good(next.filled);
}

// Asked once: all runs are of the same code, also where somebody pushes in between.
std::optional<std::string> RunPlanner::commit_of(JobRun& run) {
  const std::optional<GitCode> code =
      open_code({run.jobs[0], asked_.flags.build, compiler_.workspace(), *run.arena, *run.sources});
  if (!code) return std::nullopt;
  const auto [kept, is_new] =
      commits_.try_emplace({code->repository, code->reference, code->is_branch});
  if (is_new) kept->second = keep_commit(*code, asked_.path);
  return kept->second;
}

// Built for the first run that needs it: the runs of a sweep differ in what they are told, seldom
// in their code.
std::optional<std::string> RunPlanner::image_of(JobRun& run) {
  const BuildOptions& options = asked_.flags.build;
  const Workspace& workspace = compiler_.workspace();
  const CodeInput input{run.jobs[0], options, workspace, *run.arena, *run.sources};
  const std::string key = build::key_of(plan_code(input).plan);
  const auto known = images_.find(key);
  if (known != images_.end()) return known->second;
  try {
    const std::vector<Built> built =
        build_file(run, asked_.path, {options, workspace, false, true});
    return images_[key] = built.at(0).image.name();
  } catch (const BuildError& error) {
    std::fprintf(stderr, "launch: %s\n", error.message.c_str());
    return images_[key] = std::nullopt;
  }
}

}  // namespace launch::cli
