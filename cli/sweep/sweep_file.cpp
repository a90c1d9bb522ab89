#include "cli/sweep/sweep_file.h"

#include <cstdio>
#include <cstdlib>

#include "compiler/check/document_kind.h"
#include "compiler/check/ignores.h"
#include "compiler/rules.h"

namespace launch::cli {
namespace {

std::optional<std::string> read_variable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// The sweep's text is the first source of every run, so that its places mean the same in each.
constexpr SourceId kSweepSource{};

bool is_sweep(const Document& document, Diagnostics& diagnostics) {
  const KindResult kind = kind_of(document, std::nullopt, false, diagnostics);
  if (!kind.kind) return false;
  if (*kind.kind == DocumentKind::Sweep) return true;
  report_wrong_kind(document.root, *kind.kind, DocumentKind::Sweep, diagnostics);
  return false;
}

}  // namespace

SweepFile read_sweep_file(const std::string& path) {
  SweepFile file;
  file.name = path == "-" ? "<stdin>" : path;
  FileText text = read_file(path);
  if (!is_readable(path, text)) {
    file.exit_code = kUnreachable;
    return file;
  }
  const SourceId id = file.sources->add(file.name, std::move(text.text));
  Diagnostics diagnostics;
  const std::vector<Document> documents = read_yaml(id, *file.sources, *file.arena, diagnostics);
  if (documents.size() != 1 && !diagnostics.has_errors()) {
    throw UsageError{file.name + " holds " +
                     (documents.empty() ? "no document" : "several documents") +
                     ", expected one sweep"};
  }
  if (documents.size() == 1 && is_sweep(documents[0], diagnostics)) {
    const Document& document = documents[0];
    file.directives = document.directives;
    check_schema(document.root, DocumentKind::Sweep, schema::Presence::Required, diagnostics);
    file.sweep = sweep::read_sweep(document.root, {*file.arena, *file.sources, diagnostics});
  }
  // Comments may be about what a run's job has: those that have no use yet are not reported here.
  Diagnostics kept;
  for (const Diagnostic& found : diagnostics.all()) kept.report_as(found.severity, found);
  apply_ignores(file.directives, SourceId{~0U}, *file.sources, all_rules(), kept);
  file.findings = resolve(kept.sorted(), *file.sources);
  if (kept.has_errors()) file.exit_code = kFindings;
  return file;
}

RunCompiler::RunCompiler(const SweepFile& file, const JobOptions& options,
                         const CommonOptions& common)
    : file_(file),
      options_(options),
      workspace_(find_workspace(common.root)),
      targets_(options.target_flags, workspace_.base_url),
      disk_(workspace_),
      settings_(settings_of(options)) {}

JobRun RunCompiler::compile(const sweep::Run& run, const How& how) {
  JobRun result;
  result.sources->add_shared(file_.name, file_.sources->text(kSweepSource), nullptr);
  const Environment environment = read_variable;
  Diagnostics diagnostics;
  CompileInput input;
  std::vector<Setting> settings = settings_;
  if (how.commit) settings.push_back(commit_setting(*how.commit));
  input.load = {options_.job, sweep::job_of(file_.sweep, run, *result.arena), file_.directives,
                std::nullopt, settings};
  if (!options_.queue.empty()) input.load.queue_path = options_.queue;
  input.target = options_.target;
  if (how.image) input.image_from = kFromCode;
  input.image_uri = how.image ? how.image : options_.image_uri;
  input.options = targets_.options();
  input.defaults = workspace_.defaults;
  input.parameters = run.config;
  if (how.resolve_environment) input.environment = &environment;
  result.jobs.push_back(
      launch::compile(input, disk_.files(), *result.sources, *result.arena, diagnostics));
  result.documents.emplace_back();
  std::vector<Directive> comments = file_.directives;
  comments.insert(comments.end(), result.jobs[0].directives.begin(),
                  result.jobs[0].directives.end());
  apply_ignores(comments, SourceId{~0U}, *result.sources, all_rules(), diagnostics);
  result.findings = resolve(diagnostics.sorted(), *result.sources);
  if (diagnostics.has_errors()) result.exit_code = kFindings;
  return result;
}

bool FindingsOnce::is_new(const std::string& text) {
  constexpr std::size_t kMost = 200;
  if (silent_ || !said_.insert(text).second) return false;
  if (said_.size() <= kMost) return true;
  silent_ = true;
  std::fprintf(stderr, "launch: note: more was found in other runs; --limit shows fewer of them\n");
  return false;
}

void FindingsOnce::print(const std::vector<Finding>& findings) {
  std::vector<Finding> fresh;
  for (const Finding& finding : findings) {
    if (is_new(render_text(std::span(&finding, 1), false))) fresh.push_back(finding);
  }
  if (!fresh.empty()) print_findings(fresh, common_);
}

void FindingsOnce::print_deferred(const JobRun& run) {
  for (const Compiled& job : run.jobs) {
    for (const Deferred& deferred : job.deferred) {
      const std::string note = run.sources->describe(deferred.span) + ": note: ${" + deferred.name +
                               "} is filled at submit\n";
      if (is_new(note)) std::fwrite(note.data(), 1, note.size(), stderr);
    }
  }
}

}  // namespace launch::cli
