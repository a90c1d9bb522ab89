#include "cli/validate/file_judge.h"

#include <algorithm>

#include "compiler/build/settings.h"
#include "compiler/check/ignores.h"
#include "compiler/rules.h"
#include "compiler/spec/spec_rules.h"
#include "compiler/sweep/run.h"

namespace launch::cli {
namespace {

bool reports(const Diagnostics& diagnostics, const Rule& rule) {
  return std::any_of(diagnostics.all().begin(), diagnostics.all().end(),
                     [&](const Diagnostic& diagnostic) { return diagnostic.rule == &rule; });
}

void note_bases(const Node& root, const std::string& path, FileResult& result) {
  const Node* bases = root.find("base_config");
  if (bases == nullptr) return;
  if (bases->is_string()) result.bases.push_back(path_beside(path, bases->as_string()));
  for (const Node& base : bases->items()) {
    if (base.is_string()) result.bases.push_back(path_beside(path, base.as_string()));
  }
}

}  // namespace

std::string place_key(std::string_view path, std::uint32_t line, std::uint32_t column) {
  return path_beside("", std::string(path)) + ':' + std::to_string(line) + ':' +
         std::to_string(column);
}

std::string ignore_key(std::string_view place_key, std::string_view unused_message) {
  return std::string(place_key) + '\n' + std::string(unused_message);
}

struct FileJudge::Parts {
  SourceMap& sources;
  Arena& arena;
  Diagnostics& diagnostics;
  std::vector<Directive>& directives;
  FileResult& result;
  Node parameters{};  // of a sweep's run
};

FileJudge::FileJudge(const ValidateOptions& options, const Workspace& workspace, const Target* as)
    : options_(options),
      workspace_(workspace),
      as_(as),
      targets_(options.target, workspace.base_url),
      disk_(workspace),
      files_(disk_.files()) {}

FileResult FileJudge::judge(const Input& input) {
  FileResult result;
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  FileText file = read_file(input.path);
  if (file.status != FileText::Status::Ok) {
    const bool missing = file.status == FileText::Status::Missing;
    result.unread = missing ? why_missing(input.path) : why_unreadable(file);
    return result;
  }
  const SourceId id = sources.add(name_of(input), std::move(file.text));
  const std::vector<Document> documents =
      read_yaml(id, sources, arena, diagnostics, {}, as_ == nullptr ? nullptr : as_->dialect);
  std::vector<Directive> directives;
  bool any = false;
  for (const Document& document : documents) {
    directives.insert(directives.end(), document.directives.begin(), document.directives.end());
    any = judge_document(document, input, {sources, arena, diagnostics, directives, result}) || any;
  }
  result.passed_over = input.walked && !any && !documents.empty();
  if (result.passed_over) return result;
  result.is_empty = documents.empty() && diagnostics.empty() && !input.walked;
  for (const UsedIgnore& use : apply_ignores(directives, id, sources, all_rules(), diagnostics)) {
    const Position at = sources.position(use.comment.source, use.comment.begin);
    result.silenced_by.insert(
        ignore_key(place_key(sources.name(use.comment.source), at.line, at.column),
                   unused_ignore_message(use.rule)));
  }
  result.findings = resolve(diagnostics.sorted(), sources);
  return result;
}

// False when the document is somebody else's.
bool FileJudge::judge_document(const Document& document, const Input& input, const Parts& parts) {
  if (as_ != nullptr) {
    as_->judge(
        {document.root, {parts.arena, parts.sources, parts.diagnostics, targets_.options()}});
    return true;
  }
  const ExpectedKind expected =
      input.path == "-" ? ExpectedKind() : workspace_.expected_kind(input.path);
  const KindResult kind = kind_of(document, expected, input.walked, parts.diagnostics);
  if (!kind.kind) return !kind.unlike_any;
  switch (*kind.kind) {
    case DocumentKind::Agent:
      check_schema(document.root, *kind.kind, schema::Presence::Required, parts.diagnostics);
      build::judge_settings(document.root, parts.sources, parts.diagnostics);
      break;
    case DocumentKind::Sweep:
      judge_sweep(document, input, parts);
      break;
    default:
      judge_job(document, *kind.kind, input, parts);
  }
  return true;
}

// The sweep itself, then the job that its first run is: what is wrong with one is mostly wrong with
// all.
void FileJudge::judge_sweep(const Document& document, const Input& input, const Parts& parts) {
  note_bases(document.root, input.path, parts.result);
  Diagnostics found;
  check_schema(document.root, DocumentKind::Sweep, schema::Presence::Required, found);
  const auto first = sweep::judge_sweep(document.root, {parts.arena, parts.sources, found});
  if (first) {
    Document job = document;
    job.root = first->job;
    Parts of_run = parts;
    of_run.parameters = first->parameters;
    compile_as(job, DocumentKind::Job, input, of_run, found);
  }
  parts.diagnostics.take(std::move(found));
}

void FileJudge::judge_job(const Document& document, DocumentKind kind, const Input& input,
                          const Parts& parts) {
  note_bases(document.root, input.path, parts.result);
  parts.result.holds_part = parts.result.holds_part || kind != DocumentKind::Job;
  Diagnostics found;
  SourceKind source = compile_as(document, kind, input, parts, found);
  const bool is_job = kind == DocumentKind::Job;
  const bool nothing_to_run = is_job && source == SourceKind::None && reports(found, kNoSource);
  if (nothing_to_run) {
    // A job that is complete only as a base of others: judged as one, and said once.
    Diagnostics as_base;
    compile_as(document, DocumentKind::Base, input, parts, as_base);
    for (const Diagnostic& diagnostic : found.all()) {
      if (diagnostic.rule == &kNoSource) as_base.report_as(Severity::Warning, diagnostic);
    }
    found = std::move(as_base);
    parts.result.holds_part = true;
  }
  parts.diagnostics.take(std::move(found));
}

SourceKind FileJudge::compile_as(const Document& document, DocumentKind kind, const Input& input,
                                 const Parts& parts, Diagnostics& found) {
  CompileInput compile_input;
  compile_input.kind = kind;
  compile_input.load = {
      input.path, document.root, document.directives, std::nullopt, {}, kind == DocumentKind::Base};
  if (!options_.queue.empty()) compile_input.load.queue_path = options_.queue;
  compile_input.targets = CompileInput::Targets::Every;
  compile_input.options = targets_.options();
  compile_input.defaults = workspace_.defaults;
  compile_input.parameters = parts.parameters;
  const bool notes_reads = options_.inputs.dependents || !options_.watch.empty();
  const Files noting{[&](const std::string& path) {
                       parts.result.read.insert(path);
                       return files_.read(path);
                     },
                     files_.find_queue};
  Compiled compiled =
      compile(compile_input, notes_reads ? noting : files_, parts.sources, parts.arena, found);
  parts.directives.insert(parts.directives.end(), compiled.directives.begin(),
                          compiled.directives.end());
  for (const Span name : compiled.used_declarations) {
    const Position at = parts.sources.position(name.source, name.begin);
    parts.result.used.insert(place_key(parts.sources.name(name.source), at.line, at.column));
  }
  return compiled.spec.source;
}

}  // namespace launch::cli
