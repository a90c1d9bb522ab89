#include "cli/job_run.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "cli/parts.h"
#include "compiler/check/ignores.h"
#include "compiler/rules.h"
#include "compiler/wandb/queue_item.h"

namespace launch::cli {
namespace {

std::optional<std::string> read_variable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

void read_text(const Input& input, const JobOptions& options, JobRun& run, std::string& text) {
  FileText file = options.text ? *options.text : read_file(input.path);
  if (file.status == FileText::Status::Ok) {
    text = std::move(file.text);
    return;
  }
  const bool missing = file.status == FileText::Status::Missing;
  run.unread = missing ? why_missing(input.path) : why_unreadable(file);
  run.exit_code = kUnreachable;
}

// A target that runs no image, or one of its own, needs none built.
bool takes_image(const Compiled& job) {
  return std::any_of(job.deferred.begin(), job.deferred.end(),
                     [](const Deferred& deferred) { return deferred.name == "image_uri"; });
}

// What a code's judge has to say is said of the job as it is without an image.
void take_code_findings(const Diagnostics& first, Diagnostics& found) {
  for (const Diagnostic& each : first.all()) {
    const bool of_build =
        each.rule->id.starts_with("dockerfile/") || each.rule->id.starts_with("build/");
    if (of_build) found.report_as(each.severity, each);
  }
}

}  // namespace

Setting commit_setting(const std::string& commit) {
  return {Setting::Kind::SetString, "the commit", "git.commit", commit, true};
}

// A file that is being compiled.
struct JobCompiler::Reading {
  const Input& input;
  bool among_others = false;
  bool resolve_environment = false;
  Diagnostics diagnostics{};
};

JobCompiler::JobCompiler(const JobOptions& options, const CommonOptions& common)
    : options_(options),
      settings_(settings_of(options)),
      workspace_(find_workspace(common.root)),
      targets_(options.target_flags, workspace_.base_url),
      disk_(workspace_),
      files_(disk_.files()) {
  if (options.queue.empty()) return;
  // Said once, and not once a job.
  const FileText queue = read_file(options.queue);
  if (queue.status == FileText::Status::Ok) return;
  const bool missing = queue.status == FileText::Status::Missing;
  throw UnreachableError{options.queue + ": " +
                         (missing ? why_missing(options.queue) : why_unreadable(queue))};
}

// False for a document that is passed over.
bool JobCompiler::is_job(const Document& document, Reading& reading, JobRun& run) {
  const Input& input = reading.input;
  const ExpectedKind expected = reading.among_others && input.path != "-"
                                    ? workspace_.expected_kind(input.path)
                                    : std::nullopt;
  const KindResult kind = kind_of(document, expected, input.walked, reading.diagnostics);
  if (!kind.kind) return false;
  if (*kind.kind == DocumentKind::Job) return true;
  if (reading.among_others) {
    run.passed_over.push_back("a document of kind " + std::string(kind_name(*kind.kind)));
    return false;
  }
  if (*kind.kind == DocumentKind::Base) return true;
  report_wrong_kind(document.root, *kind.kind, DocumentKind::Job, reading.diagnostics);
  return false;
}

void JobCompiler::compile_document(const Document& document, Reading& reading, JobRun& run) {
  const Environment environment = read_variable;
  CompileInput input;
  std::vector<Setting> settings = run.settings;
  if (const auto commit = options_.commits.find(document.index + 1);
      commit != options_.commits.end()) {
    settings.push_back(commit_setting(commit->second));
  }
  input.load = {reading.input.path, document.root, document.directives, std::nullopt, settings};
  if (!options_.queue.empty()) input.load.queue_path = options_.queue;
  input.target = options_.target;
  const auto built = options_.built.find(document.index + 1);
  input.image_uri =
      built == options_.built.end() ? options_.image_uri : std::optional(built->second);
  if (built != options_.built.end()) input.image_from = kFromCode;
  input.options = targets_.options();
  input.defaults = workspace_.defaults;
  if (reading.resolve_environment) input.environment = &environment;
  const Files noting{[&](const std::string& path) {
                       run.read.insert(path);
                       return files_.read(path);
                     },
                     files_.find_queue};
  Diagnostics found;
  const Files& files = reading.among_others ? noting : files_;
  Compiled job = compile(input, files, *run.sources, *run.arena, found);
  if (reading.among_others && is_only_a_base(job, found)) {
    run.passed_over.emplace_back("a base, which says nothing of what runs,");
    return;
  }
  std::optional<JobCode> code = look_at_code(job, run, found);
  std::vector<Directive> comments = document.directives;
  comments.insert(comments.end(), job.directives.begin(), job.directives.end());
  if (code && !code->known.tag.empty() && !holds_error(found, comments, *run.sources)) {
    // As it is submitted once the image is there.
    input.image_uri = code->image();
    input.image_from = kFromCode;
    const Compiled before = std::move(job);
    Diagnostics again;
    job = compile(input, files, *run.sources, *run.arena, again);
    job.directives.insert(job.directives.end(), before.directives.begin(), before.directives.end());
    take_code_findings(found, again);
    found = std::move(again);
  }
  reading.diagnostics.take(std::move(found));
  run.code.push_back(std::move(code));
  const Node* name = document.root.find("name");
  const bool named = name != nullptr && name->is_string();
  run.documents.push_back(
      {document.index + 1, named ? std::string(name->as_string()) : std::string()});
  run.jobs.push_back(std::move(job));
}

std::optional<JobCode> JobCompiler::look_at_code(const Compiled& job, JobRun& run,
                                                 Diagnostics& found) {
  if (job.artifacts.empty() || !needs_image(job)) return std::nullopt;
  if (!options_.fetches_code && !takes_image(job)) return std::nullopt;
  const CodeInput input{job, options_.code, workspace_, *run.arena, *run.sources};
  JobCode code = plan_code(input);
  const bool here = options_.built_by == JobOptions::Builder::Here;
  const bool by_wandb = options_.built_by == JobOptions::Builder::Wandb ||
                        (options_.target.empty() && wandb::is_in_wandb_queue(job));
  if (!by_wandb) {
    Diagnostics said;
    judge_builder(code, input, Severity::Error, here ? Severity::Error : Severity::Warning, said);
    const bool builds = !said.has_errors();
    found.take(std::move(said));
    if (!builds) return std::nullopt;
  }
  return options_.fetches_code ? fetch_code(std::move(code), input, found)
                               : code_at_hand(std::move(code), input, contexts_, found);
}

// The calls that make the images.
void JobCompiler::add_builds(JobRun& run) const {
  for (std::size_t i = 0; i < run.jobs.size(); ++i) {
    std::optional<Artifact>& call = run.builds.emplace_back();
    const Compiled& job = run.jobs[i];
    if (!run.code[i] && !(needs_image(job) && takes_image(job))) continue;
    const CodeInput input{job, options_.code, workspace_, *run.arena, *run.sources};
    const JobCode code = run.code[i] ? *run.code[i] : plan_code(input);
    if (code.plan.builder.as_string() == "docker") {
      call = build::build_artifact(code.plan, code.known, *run.arena, *run.sources);
    } else if (build::builds_in_cluster(code.plan)) {
      const build::ClusterSettings settings = cluster_settings_of(code, input);
      if (!build::has_places(code.plan, settings)) continue;
      call = build::cluster_artifact({code.plan, settings, code.known, *run.arena, *run.sources});
    }
  }
}

JobRun JobCompiler::compile_file(Reading& reading) {
  JobRun run;
  run.settings = settings_;
  std::string text;
  read_text(reading.input, options_, run, text);
  if (run.exit_code != kOk) return run;
  Diagnostics& diagnostics = reading.diagnostics;
  const SourceId id = run.sources->add(name_of(reading.input), std::move(text));
  const std::vector<Document> documents = read_yaml(id, *run.sources, *run.arena, diagnostics);
  run.document_count = documents.size();
  std::vector<Directive> directives;
  for (const Document& document : documents) {
    const std::size_t before = run.jobs.size();
    if (is_job(document, reading, run)) compile_document(document, reading, run);
    const bool passed_over = reading.among_others && run.jobs.size() == before;
    if (passed_over) continue;
    directives.insert(directives.end(), document.directives.begin(), document.directives.end());
  }
  for (const Compiled& job : run.jobs) {
    directives.insert(directives.end(), job.directives.begin(), job.directives.end());
  }
  apply_ignores(directives, id, *run.sources, all_rules(), diagnostics);
  run.directives = std::move(directives);
  run.findings = resolve(diagnostics.sorted(), *run.sources);
  if (diagnostics.has_errors()) run.exit_code = kFindings;
  if (run.exit_code == kOk) add_builds(run);
  return run;
}

JobRun JobCompiler::run(const std::string& path, bool resolve_environment) {
  const Input input{path, false};
  Reading reading{input, false, resolve_environment};
  JobRun run = compile_file(reading);
  const bool empty = run.exit_code == kOk && run.document_count == 0;
  if (empty) throw UsageError{name_of(input) + " holds no document"};
  return run;
}

JobRun JobCompiler::run_among(const Input& input, bool resolve_environment) {
  Reading reading{input, true, resolve_environment};
  JobRun run = compile_file(reading);
  const bool empty = run.exit_code == kOk && run.document_count == 0;
  if (empty) run.passed_over.emplace_back("a file without a document");
  return run;
}

JobRun run_job(const JobOptions& options, const CommonOptions& common) {
  JobCompiler compiler(options, common);
  JobRun run = options.walked ? compiler.run_among({options.job, true}, options.resolve_environment)
                              : compiler.run(options.job, options.resolve_environment);
  if (run.exit_code == kUnreachable) {
    std::fprintf(stderr, "launch: %s: %s\n", options.job.c_str(), run.unread.c_str());
  }
  return run;
}

void print_findings(const std::vector<Finding>& findings, const CommonOptions& common) {
  const std::string text = render_text(findings, wants_colour(common, STDERR_FILENO));
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace launch::cli
