#include "cli/job_run.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "cli/build/image.h"
#include "cli/target_setup.h"
#include "compiler/check/ignores.h"
#include "compiler/rules.h"
#include "compiler/spec/spec_rules.h"

namespace launch::cli {
namespace {

std::optional<std::string> read_variable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

void compile_document(const Document& document, const JobOptions& options,
                      const TargetOptions& target_options, const Workspace& workspace,
                      const Files& files, JobRun& run, Diagnostics& diagnostics) {
  const Environment environment = read_variable;
  CompileInput input;
  input.load = {options.job, document.root, document.directives, std::nullopt, run.settings};
  if (!options.queue.empty()) input.load.queue_path = options.queue;
  input.target = options.target;
  input.image_uri = options.image_uri;
  input.options = target_options;
  input.defaults = workspace.defaults;
  if (options.resolve_environment) input.environment = &environment;
  Diagnostics found;
  Compiled compiled = compile(input, files, *run.sources, *run.arena, found);
  const bool only_a_base = options.walked && compiled.spec.source == SourceKind::None &&
                           std::any_of(found.all().begin(), found.all().end(),
                                       [](const Diagnostic& d) { return d.rule == &kNoSource; });
  if (only_a_base) return;
  run.jobs.push_back(std::move(compiled));
  diagnostics.take(std::move(found));
}

bool is_job(const Document& document, const JobOptions& options, const Workspace& workspace,
            Diagnostics& diagnostics) {
  if (options.walked) {
    const ExpectedKind expected = workspace.expected_kind(options.job);
    return kind_of(document, expected, true, diagnostics).kind == DocumentKind::Job;
  }
  const KindResult kind = kind_of(document, std::nullopt, false, diagnostics);
  if (!kind.kind) return false;
  if (*kind.kind == DocumentKind::Job || *kind.kind == DocumentKind::Base) return true;
  report_wrong_kind(document.root, *kind.kind, DocumentKind::Job, diagnostics);
  return false;
}

// A target that runs no image (a local process) needs none built.
bool takes_image(const Compiled& job) {
  return std::any_of(job.deferred.begin(), job.deferred.end(),
                     [](const Deferred& deferred) { return deferred.name == "image_uri"; });
}

void add_builds(JobRun& run, const Workspace& workspace) {
  for (const Compiled& job : run.jobs) {
    std::optional<Artifact>& call = run.builds.emplace_back();
    if (!build::needs_build(job.spec) || job.artifacts.empty() || !takes_image(job)) continue;
    const Node agent = read_agent_config("", workspace, run);
    const build::Plan plan = plan_image(job, agent, run);
    if (plan.builder.as_string() == "docker")
      call = build::build_artifact(plan, {}, *run.arena, *run.sources);
  }
}

}  // namespace

JobRun run_job(const JobOptions& options, const CommonOptions& common) {
  JobRun run;
  run.settings = settings_of(options);
  const Workspace workspace = find_workspace(common.root);
  const TargetSetup targets(options.target_flags, workspace.base_url);
  Disk disk(workspace);
  FileText file = options.text ? *options.text : read_file(options.job);
  if (!is_readable(options.job, file) ||
      (!options.queue.empty() && !is_readable(options.queue, read_file(options.queue)))) {
    run.exit_code = kUnreachable;
    return run;
  }
  const std::string name = options.job == "-" ? "<stdin>" : options.job;
  const SourceId id = run.sources->add(name, std::move(file.text));
  Diagnostics diagnostics;
  std::vector<Document> documents = read_yaml(id, *run.sources, *run.arena, diagnostics);
  if (documents.empty() && !options.walked && !diagnostics.has_errors())
    throw UsageError{name + " holds no document"};
  std::vector<Directive> directives;
  for (const Document& document : documents) {
    if (is_job(document, options, workspace, diagnostics))
      compile_document(document, options, targets.options(), workspace, disk.files(), run,
                       diagnostics);
    directives.insert(directives.end(), document.directives.begin(), document.directives.end());
  }
  for (const Compiled& job : run.jobs) {
    directives.insert(directives.end(), job.directives.begin(), job.directives.end());
  }
  apply_ignores(directives, id, *run.sources, all_rules(), diagnostics);
  run.findings = resolve(diagnostics.sorted(), *run.sources);
  if (diagnostics.has_errors()) run.exit_code = kFindings;
  if (run.exit_code == kOk) add_builds(run, workspace);
  return run;
}

void print_findings(const std::vector<Finding>& findings, const CommonOptions& common) {
  const std::string text = render_text(findings, wants_colour(common, STDERR_FILENO));
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace launch::cli
