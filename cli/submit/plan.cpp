#include "cli/submit/plan.h"

#include <algorithm>
#include <cstdio>

#include "cli/artifact_text.h"
#include "cli/build/build_file.h"
#include "cli/submit/office.h"
#include "cli/submit/pin.h"
#include "cli/submit/wandb_jobs.h"
#include "cli/workers.h"
#include "compiler/graph/facts.h"
#include "compiler/spec/spec_digest.h"
#include "compiler/wandb/queue_item.h"

namespace launch::cli {
namespace {

[[noreturn]] void refuse_circle(const std::vector<graph::Need>& circle,
                                const std::vector<std::string>& labels) {
  std::string way = labels[circle.front().producer];
  for (std::size_t i = 0; i < circle.size(); ++i) {
    const std::size_t next = circle[(i + 1) % circle.size()].producer;
    way += ", whose " + launch::quoted(circle[i].artifact) + " goes to " + labels[next];
  }
  throw UsageError{"each of these jobs waits for another: " + way + "; none can be the first"};
}

}  // namespace

std::vector<std::string> secret_variables_of(const Compiled& job, const Artifact& artifact) {
  std::vector<std::string> names{"WANDB_API_KEY"};
  for (const Deferred& each : job.deferred) names.push_back(each.name);
  if (const auto* argv = std::get_if<Argv>(&artifact.content)) {
    for (const ProcessVariable& each : argv->environment) names.emplace_back(each.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Plan::Plan(const PlanOptions& options, const Workspace& workspace) {
  InputOptions input_options;
  input_options.paths = options.paths;
  const Inputs inputs = inputs_of(input_options, workspace);
  for (const UnreadFile& unread : inputs.unread) {
    std::fprintf(stderr, "launch: %s: %s\n", unread.path.c_str(), unread.why.c_str());
    exit_code_ = kUnreachable;
  }
  for (const std::string& note : inputs.notes) {
    std::fprintf(stderr, "launch: note: %s\n", note.c_str());
  }
  compile_files(options, inputs.files, workspace);
  // Nothing is submitted while anything is wrong with what was asked for.
  if (exit_code_ != kOk) return;
  for (std::size_t i = 0; i < files_.size(); ++i) plan_file(files_[i], inputs.files[i]);
  const bool asked_for_one = std::any_of(inputs.files.begin(), inputs.files.end(),
                                         [](const Input& input) { return !input.walked; });
  if (jobs_.empty() && asked_for_one) throw UsageError{"there is no job in what was named"};
  if (jobs_.empty() && !inputs.files.empty()) {
    std::fprintf(stderr, "launch: note: there is no job in %zu file%s\n", inputs.files.size(),
                 inputs.files.size() == 1 ? "" : "s");
  }
  link(workspace);
}

// What goes to W&B's queues is never filled: its agent does that, from its own environment.
void Plan::compile_file(File& file, const PlanOptions& options, const Workspace& workspace) {
  const JobOptions asked = file.job;
  if (asked.target == wandb::kTarget) file.job = options_for_wandb(asked);
  file.deferred = run_job(file.job, options.common);
  if (!goes_to_wandb(file.deferred, asked)) return;
  if (asked.target.empty()) {
    file.job = options_for_wandb(asked);
    file.deferred = run_job(file.job, options.common);
  }
  file.for_wandb.emplace();
  if (file.deferred.exit_code == kOk) file.for_wandb = wandb_items(file.deferred, workspace);
}

// Twice: a digest and what is shown must not know the secrets that a job is filled with.
void Plan::compile_files(const PlanOptions& options, const std::vector<Input>& inputs,
                         const Workspace& workspace) {
  files_.resize(inputs.size());
  run_all(inputs.size(), thread_count(0), [&](std::size_t i) {
    File& file = files_[i];
    file.job = options.job;
    file.job.job = inputs[i].path;
    file.job.walked = inputs[i].walked;
    file.job.fetches_code = options.build.has_value();
    file.job.resolve_environment = false;
    // Read once: standard input gives nothing a second time, and a file may change.
    file.job.text = read_file(inputs[i].path);
    compile_file(file, options, workspace);
  });
  const bool good = std::all_of(files_.begin(), files_.end(),
                                [](const File& file) { return file.deferred.exit_code == kOk; });
  if (good && options.build) build_images(options, workspace);
  if (good && options.pins) pin_commits(options, workspace);
  run_all(inputs.size(), thread_count(0), [&](std::size_t i) {
    File& file = files_[i];
    if (file.deferred.exit_code != kOk || !options.fills || file.for_wandb) return;
    file.job.resolve_environment = true;
    file.filled = run_job(file.job, options.common);
  });
  for (const File& file : files_) {
    const JobRun& last = file.filled.jobs.empty() ? file.deferred : file.filled;
    print_findings(last.findings, options.common);
    exit_code_ = std::max(exit_code_, last.exit_code);
  }
}

Planned planned_artifact(const Compiled& job, const Compiled* filled, std::size_t artifact,
                         const std::string& name) {
  Planned planned;
  planned.deferred = &job.artifacts[artifact];
  const std::string_view target = planned.deferred->target;
  planned.backend = submit::find_backend(target);
  if (planned.backend == nullptr) {
    throw UsageError{name + ": jobs for target " + std::string(target) +
                     " are rendered, but cannot be submitted by this version"};
  }
  if (filled != nullptr) planned.filled = &filled->artifacts[artifact];
  planned.digest = spec_digest(job.spec, target);
  planned.run_id = job.spec.run_id.as_string();
  planned.secret_variables = secret_variables_of(job, *planned.deferred);
  const Compiled& whole = filled == nullptr ? job : *filled;
  if (const Node* block = whole.spec.resource_args.find(target)) planned.block = *block;
  planned.spec = &job.spec;
  return planned;
}

namespace {

// What is pushed holds names of variables and none of their values.
Planned planned_item(const Compiled& job, const Artifact& item) {
  Planned planned;
  planned.deferred = &item;
  planned.filled = &item;
  planned.backend = submit::find_backend(item.target);
  planned.digest = spec_digest(job.spec, item.target);
  planned.run_id = job.spec.run_id.as_string();
  planned.secret_variables = secret_variables_of(job, item);
  planned.spec = &job.spec;
  return planned;
}

}  // namespace

// One after the other: docker uses the whole machine for each.
void Plan::build_images(const PlanOptions& options, const Workspace& workspace) {
  // A job that has its image says nothing of its code any more.
  for (const File& file : files_) {
    if (file.for_wandb) continue;
    std::vector<Finding> of_code = file.deferred.findings;
    std::erase_if(of_code, [](const Finding& finding) {
      return !finding.rule->id.starts_with("dockerfile/");
    });
    print_findings(of_code, options.common);
  }
  for (File& file : files_) {
    if (file.for_wandb) continue;
    const BuildCall call{*options.build, workspace, false, true};
    const std::vector<Built> all = build_file(file.deferred, file.job.job, call);
    if (all.empty()) continue;
    for (const Built& built : all) file.job.built[built.document] = built.image.name();
    file.deferred = run_job(file.job, options.common);
  }
}

// Of code that an image is made of later.
void Plan::pin_commits(const PlanOptions& options, const Workspace& workspace) {
  for (File& file : files_) {
    JobRun& run = file.deferred;
    for (std::size_t i = 0; i < run.jobs.size(); ++i) {
      const std::optional<GitCode> code =
          open_code({run.jobs[i], options.job.code, workspace, *run.arena, *run.sources});
      if (code) file.job.commits[run.documents[i].number] = keep_commit(*code, file.job.job);
    }
    if (!file.job.commits.empty()) run = run_job(file.job, options.common);
  }
}

void Plan::plan_file(const File& file, const Input& input) {
  const std::vector<Compiled>& jobs = file.deferred.jobs;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    std::string path = absolute_path(input.path);
    if (jobs.size() > 1) path += "#" + std::to_string(i + 1);
    compiled_.push_back(&jobs[i]);
    file_of_.push_back(&file);
    made_.emplace_back();
    const std::string label = path_from_here(path);
    if (file.for_wandb) {
      Planned planned = planned_item(jobs[i], (*file.for_wandb)[i]);
      planned.job = path;
      planned.label = label;
      planned.sources = file.deferred.sources.get();
      made_.back().push_back(jobs_.size());
      jobs_.push_back(std::move(planned));
      continue;
    }
    for (std::size_t a = 0; a < jobs[i].artifacts.size(); ++a) {
      const Compiled* filled = file.filled.jobs.empty() ? nullptr : &file.filled.jobs[i];
      Planned planned = planned_artifact(jobs[i], filled, a, label);
      planned.job = path;
      planned.label = label;
      planned.sources = file.deferred.sources.get();
      made_.back().push_back(jobs_.size());
      jobs_.push_back(std::move(planned));
      const bool first = made_.back().size() == 1;
      if (first && i < file.deferred.builds.size() && file.deferred.builds[i])
        jobs_.back().build = artifact_text(*file.deferred.builds[i], "shell");
    }
  }
}

void Plan::link(const Workspace& workspace) {
  Disk disk(workspace);
  const Files files = disk.files();
  std::vector<graph::Facts> facts;
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < compiled_.size(); ++i) {
    labels.push_back(made_[i].empty() ? "" : jobs_[made_[i].front()].label);
    facts.push_back(graph::facts_of({*compiled_[i], DocumentKind::Job, labels[i], labels[i], files,
                                     *file_of_[i]->deferred.sources}));
  }
  const graph::Order order = graph::order_of(std::move(facts));
  if (!order.circle.empty()) refuse_circle(order.circle, labels);
  for (std::size_t i = 0; i < compiled_.size(); ++i) {
    for (const graph::Need& need : order.needs[i]) {
      for (const std::size_t producer : made_[need.producer]) {
        for (const std::size_t consumer : made_[i]) {
          jobs_[consumer].needs.push_back({producer, need.artifact});
        }
      }
    }
  }
}

}  // namespace launch::cli
