// Jobs that go to the queues of W&B's own server.
#pragma once

#include <optional>
#include <vector>

#include "cli/job_run.h"
#include "cli/workspace.h"

namespace launch::cli {

// Offers `wandb` beside the targets of jobs, to a command that has add_job_flags().
void offer_wandb(CLI::App& command);

// Whether the jobs of a file go there: `target` says so, or, where it says nothing, their queue.
// Throws UsageError when some do and some do not: they would be compiled in two ways.
bool goes_to_wandb(const JobRun& run, const JobOptions& job);

// How such a file is compiled: W&B's agent decides about secrets in plain text.
JobOptions options_for_wandb(JobOptions job);

// What is put into the queues, one for each job of the run; what is found about them is added to
// its findings, and its exit code is kFindings when they cannot be.
std::vector<Artifact> wandb_items(JobRun& run, const Workspace& workspace);

}  // namespace launch::cli
