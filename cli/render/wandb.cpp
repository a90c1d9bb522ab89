#include "cli/render/wandb.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "cli/disk.h"
#include "cli/inputs.h"
#include "cli/judgement.h"
#include "cli/submit/wandb_jobs.h"
#include "cli/target_setup.h"
#include "cli/write_out.h"
#include "compiler/check/document_kind.h"
#include "compiler/check/ignores.h"
#include "compiler/document/write_json.h"
#include "compiler/rules.h"
#include "compiler/spec/priority.h"
#include "compiler/spec/shell_words.h"
#include "compiler/wandb/launch_spec.h"

namespace launch::cli {
namespace {

constexpr SourceId kFirst{};  // the file itself

std::string text_of(const Node& body) { return write_json(body, JsonStyle::Compact) + "\n"; }

// Whether each document of the file is a queue.
bool holds_queues(const std::vector<Document>& documents, const ExpectedKind& expected) {
  Diagnostics unheard;
  return !documents.empty() &&
         std::all_of(documents.begin(), documents.end(), [&](const Document& each) {
           return kind_of(each, expected, true, unheard).kind == DocumentKind::Queue;
         });
}

// What one file is to W&B.
struct ForWandb {
  std::string text;
  std::vector<std::string> commands;  // how each is handed over
  int exit_code = kOk;
};

// Judged as `launch validate` does first.
ForWandb render_queues(const std::string& text, const JobOptions& options,
                       const CommonOptions& common, const Workspace& workspace) {
  const TargetSetup targets(options.target_flags, workspace.base_url);
  Disk disk(workspace);
  const Files files = disk.files();
  Judgement judgement;
  judge_file({workspace, files, targets.options()}, {options.job, options.walked}, text, judgement);
  Diagnostics& diagnostics = judgement.diagnostics;
  ForWandb result;
  if (!diagnostics.has_errors()) {
    Diagnostics heard;  // by judge_file()
    for (const Document& queue :
         read_yaml(judgement.source, judgement.sources, judgement.arena, heard)) {
      const Node root = wrap_raw_queue(queue.root, judgement.arena);
      result.text +=
          text_of(wandb::queue_config(root, {judgement.arena, judgement.sources, diagnostics}));
    }
  }
  apply_ignores(judgement.directives, SourceId{~0U}, judgement.sources, all_rules(), diagnostics);
  print_findings(resolve(diagnostics.sorted(), judgement.sources), common);
  if (diagnostics.has_errors()) result.exit_code = kFindings;
  return result;
}

// How to hand it over; a number of the priority is one of four words.
std::string command_of(const wandb::LaunchSpec& spec) {
  std::string line = "wandb launch -c FILE";
  if (spec.queue.valid()) line += " -q " + shell_quote(spec.queue.as_string());
  if (spec.priority.valid()) line += " -P " + std::string(priority_word(spec.priority));
  return line;
}

ForWandb render_jobs(JobRun& run, const CommonOptions& common) {
  Diagnostics diagnostics;
  ForWandb result;
  for (const Compiled& job : run.jobs) {
    if (job.artifacts.empty()) continue;
    const wandb::LaunchSpec spec = wandb::launch_spec(job, {*run.arena, *run.sources, diagnostics});
    result.text += text_of(spec.body);
    result.commands.push_back(command_of(spec));
  }
  apply_ignores(run.directives, SourceId{~0U}, *run.sources, all_rules(), diagnostics);
  print_findings(resolve(diagnostics.sorted(), *run.sources), common);
  if (diagnostics.has_errors()) result.exit_code = kFindings;
  return result;
}

ForWandb render_file(const JobOptions& options, const CommonOptions& common,
                     const Workspace& workspace) {
  // Standard input is read once, and taken for jobs.
  if (options.job != "-") {
    FileText file = read_file(options.job);
    if (!is_readable(options.job, file)) return {{}, {}, kUnreachable};
    SourceMap sources;
    Arena arena;
    Diagnostics unheard;  // whoever judges the file says it
    sources.add(options.job, file.text);
    if (holds_queues(read_yaml(kFirst, sources, arena, unheard),
                     workspace.expected_kind(options.job))) {
      return render_queues(file.text, options, common, workspace);
    }
  }
  JobRun run = run_job(options, common);
  if (run.exit_code == kUnreachable) return {{}, {}, run.exit_code};
  print_findings(run.findings, common);
  if (run.exit_code != kOk) return {{}, {}, run.exit_code};
  return render_jobs(run, common);
}

}  // namespace

int render_wandb(const RenderOptions& options) {
  const Workspace workspace = find_workspace(options.common.root);
  const Inputs inputs = inputs_of({options.paths, {}, false, false, {}}, workspace);
  for (const std::string& note : inputs.notes) {
    std::fprintf(stderr, "launch: note: %s\n", note.c_str());
  }
  int code = kOk;
  for (const UnreadFile& unread : inputs.unread) {
    std::fprintf(stderr, "launch: %s: %s\n", unread.path.c_str(), unread.why.c_str());
    code = kUnreachable;
  }
  ForWandb all;
  for (const Input& input : inputs.files) {
    JobOptions job = options_for_wandb(options.job);
    job.job = input.path;
    job.walked = input.walked;
    job.code = {};  // whoever builds for W&B names the image otherwise
    const ForWandb one = render_file(job, options.common, workspace);
    code = std::max(code, one.exit_code);
    all.text += one.text;
    all.commands.insert(all.commands.end(), one.commands.begin(), one.commands.end());
  }
  if (code != kOk) return code;
  for (const std::string& command : std::set(all.commands.begin(), all.commands.end())) {
    std::fprintf(stderr, "launch: note: `%s` submits it\n", command.c_str());
  }
  return write_out(all.text, options.output);
}

}  // namespace launch::cli
