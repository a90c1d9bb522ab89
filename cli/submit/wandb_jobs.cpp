#include "cli/submit/wandb_jobs.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/choices.h"
#include "compiler/check/ignores.h"
#include "compiler/rules.h"
#include "compiler/wandb/queue_item.h"

namespace launch::cli {

void offer_wandb(CLI::App& command) {
  CLI::Option* target = command.get_option("--target");
  std::vector<std::string> words = words_of(*target);
  words.insert(words.end() - 1, std::string(wandb::kTarget));
  offer(target, words);
}

bool goes_to_wandb(const JobRun& run, const JobOptions& job) {
  if (job.target == wandb::kTarget) return true;
  if (!job.target.empty()) return false;
  const auto there = std::count_if(run.jobs.begin(), run.jobs.end(), wandb::is_in_wandb_queue);
  if (there != 0 && static_cast<std::size_t>(there) != run.jobs.size()) {
    throw UsageError{job.job +
                     ": some of its jobs are in queues of W&B's, and some are not; put them into "
                     "files of their own"};
  }
  return there != 0;
}

JobOptions options_for_wandb(JobOptions job) {
  job.target.clear();
  job.target_flags.allow_plain_secrets = true;  // W&B's own agent decides
  job.fetches_code = false;                     // W&B makes images itself
  job.built_by = JobOptions::Builder::Wandb;
  return job;
}

std::vector<Artifact> wandb_items(JobRun& run, const Workspace& workspace) {
  const std::string& server = workspace.base_url;
  const bool is_chosen = server != Workspace().base_url;
  Diagnostics diagnostics;
  std::vector<Artifact> items;
  for (const Compiled& job : run.jobs) {
    items.push_back(wandb::queue_item(job, is_chosen ? std::string_view(server) : "",
                                      {*run.arena, *run.sources, diagnostics}));
  }
  apply_ignores(run.directives, SourceId{~0U}, *run.sources, all_rules(), diagnostics);
  std::vector<Finding> found = resolve(diagnostics.sorted(), *run.sources);
  run.findings.insert(run.findings.end(), found.begin(), found.end());
  if (diagnostics.has_errors()) run.exit_code = kFindings;
  return items;
}

}  // namespace launch::cli
