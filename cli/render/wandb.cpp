#include "cli/render/wandb.h"

#include <cstdio>

#include "cli/write_out.h"
#include "compiler/check/document_kind.h"
#include "compiler/check/ignores.h"
#include "compiler/document/write_json.h"
#include "compiler/rules.h"
#include "compiler/spec/shell_words.h"
#include "compiler/wandb/launch_spec.h"

namespace launch::cli {
namespace {

constexpr SourceId kFirst{};  // the file itself

std::string text_of(const Node& body) { return write_json(body, JsonStyle::Compact) + "\n"; }

// The documents of a file of queues; empty when it holds none, or anything else beside them.
std::vector<Document> queues_of(SourceMap& sources, Arena& arena, const std::string& path,
                                const Workspace& workspace) {
  Diagnostics unheard;
  std::vector<Document> documents = read_yaml(kFirst, sources, arena, unheard);
  const ExpectedKind expected = workspace.expected_kind(path);
  for (const Document& document : documents) {
    const KindResult kind = kind_of(document, expected, true, unheard);
    if (kind.kind != DocumentKind::Queue) return {};
  }
  return documents;
}

int render_queues(const std::vector<Document>& queues, SourceMap& sources, Arena& arena,
                  const CommonOptions& common, const std::string& output) {
  Diagnostics diagnostics;
  std::string text;
  for (const Document& queue : queues) {
    check_schema(queue.root, DocumentKind::Queue, schema::Presence::Required, diagnostics);
    const Node root = wrap_raw_queue(queue.root, arena);
    text += text_of(wandb::queue_config(root, {arena, sources, diagnostics}));
    apply_ignores(queue.directives, kFirst, sources, all_rules(), diagnostics);
  }
  print_findings(resolve(diagnostics.sorted(), sources), common);
  if (diagnostics.has_errors()) return kFindings;
  return write_out(text, output);
}

// How to hand it over; a number of the priority is one of four words.
void tell_command(const wandb::LaunchSpec& spec) {
  std::string line = "wandb launch -c FILE";
  if (spec.queue.valid()) line += " -q " + shell_quote(spec.queue.as_string());
  if (spec.priority.valid()) {
    constexpr std::string_view kWords[] = {"critical", "high", "medium", "low"};
    const std::optional<std::int64_t> number = spec.priority.as_integer();
    const bool known = number && *number >= 0 && *number < 4;
    line += " -P ";
    line += known ? kWords[*number] : spec.priority.as_string();
  }
  std::fprintf(stderr, "launch: note: `%s` submits it\n", line.c_str());
}

int render_jobs(JobRun& run, const CommonOptions& common, const std::string& output) {
  Diagnostics diagnostics;
  std::string text;
  std::vector<wandb::LaunchSpec> specs;
  for (const Compiled& job : run.jobs) {
    if (job.artifacts.empty()) continue;
    specs.push_back(wandb::launch_spec(job, {*run.arena, *run.sources, diagnostics}));
    text += text_of(specs.back().body);
  }
  for (const Compiled& job : run.jobs) {
    apply_ignores(job.directives, SourceId{~0U}, *run.sources, all_rules(), diagnostics);
  }
  print_findings(resolve(diagnostics.sorted(), *run.sources), common);
  if (diagnostics.has_errors()) return kFindings;
  for (const wandb::LaunchSpec& spec : specs) tell_command(spec);
  return write_out(text, output);
}

}  // namespace

int render_wandb(const JobOptions& options, const CommonOptions& common,
                 const std::string& output) {
  SourceMap sources;
  Arena arena;
  // Standard input is read once, and taken for jobs.
  if (options.job != "-") {
    FileText file = read_file(options.job);
    if (!is_readable(options.job, file)) return kUnreachable;
    sources.add(options.job, std::move(file.text));
    const std::vector<Document> queues =
        queues_of(sources, arena, options.job, find_workspace(common.root));
    if (!queues.empty()) return render_queues(queues, sources, arena, common, output);
  }
  JobOptions job = options;
  job.target.clear();
  job.target_flags.allow_plain_secrets = true;  // W&B's own agent decides
  JobRun run = run_job(job, common);
  if (run.exit_code == kUnreachable) return run.exit_code;
  print_findings(run.findings, common);
  return run.exit_code == kOk ? render_jobs(run, common, output) : run.exit_code;
}

}  // namespace launch::cli
