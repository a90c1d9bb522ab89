#include "cli/judgement.h"

#include "cli/build/judge_code.h"
#include "cli/parts.h"
#include "compiler/agent/config.h"
#include "compiler/check/document_kind.h"
#include "compiler/rules.h"
#include "compiler/spec/spec_rules.h"
#include "compiler/sweep/run.h"

namespace launch::cli {
namespace {

void note_bases(const Node& root, const std::string& path, Judgement& judgement) {
  const Node* bases = root.find("base_config");
  if (bases == nullptr) return;
  const std::span<const Node> names =
      bases->is_sequence() ? bases->items() : std::span<const Node>(bases, 1);
  for (const Node& name : names) {
    if (name.is_string()) judgement.bases.push_back(path_beside(path, name.as_string()));
  }
}

Compilable as_kind(DocumentKind kind, const Document& document, const std::string& path) {
  return {{path, document.root, document.directives, std::nullopt, {}, kind == DocumentKind::Base},
          kind};
}

void judge_job(const Grounds& grounds, const Compilable& document, Judgement& judgement) {
  note_bases(document.load.job, document.load.job_path, judgement);
  judgement.holds_part = judgement.holds_part || document.kind != DocumentKind::Job;
  Diagnostics found;
  const Compiled compiled = compile_document(grounds, document, judgement, found);
  const bool whole = document.kind == DocumentKind::Job && !compiled.artifacts.empty();
  if (grounds.code != nullptr && whole) judge_code(grounds, compiled, judgement, found);
  if (document.kind == DocumentKind::Job && is_only_a_base(compiled, found)) {
    // A job that is complete only as a base of others: judged as one, and said once.
    Diagnostics as_base;
    Compilable base = document;
    base.kind = DocumentKind::Base;
    base.load.is_base = true;
    compile_document(grounds, base, judgement, as_base);
    for (const Diagnostic& diagnostic : found.all()) {
      if (diagnostic.rule == &kNoSource) as_base.report_as(Severity::Warning, diagnostic);
    }
    found = std::move(as_base);
    judgement.holds_part = true;
  }
  judgement.diagnostics.take(std::move(found));
}

// The sweep itself, then the job that its first run is: what is wrong with one is mostly wrong with
// all.
void judge_sweep(const Grounds& grounds, const Document& document, const Input& file,
                 Judgement& judgement) {
  note_bases(document.root, file.path, judgement);
  Diagnostics found;
  check_schema(document.root, DocumentKind::Sweep, schema::Presence::Required, found);
  const auto first = sweep::judge_sweep(document.root, {judgement.arena, judgement.sources, found});
  if (first) {
    Compilable job = as_kind(DocumentKind::Job, document, file.path);
    job.load.job = first->job;
    job.parameters = first->parameters;
    compile_document(grounds, std::move(job), judgement, found);
  }
  judgement.diagnostics.take(std::move(found));
}

// False when the document is somebody else's.
bool judge_document(const Grounds& grounds, const Document& document, const Input& file,
                    Judgement& judgement) {
  Diagnostics& diagnostics = judgement.diagnostics;
  if (grounds.as != nullptr) {
    grounds.as->judge(
        {document.root, {judgement.arena, judgement.sources, diagnostics, grounds.options}});
    return true;
  }
  const ExpectedKind expected =
      file.path == "-" ? ExpectedKind() : grounds.workspace.expected_kind(file.path);
  const KindResult kind = kind_of(document, expected, file.walked, diagnostics);
  if (!kind.kind) return !kind.unlike_any;
  switch (*kind.kind) {
    case DocumentKind::Agent:
      if (document.index > 0) agent::report_second(document.root, diagnostics);
      agent::judge_config(document.root, {judgement.arena, judgement.sources, diagnostics});
      break;
    case DocumentKind::Sweep:
      judge_sweep(grounds, document, file, judgement);
      break;
    default:
      judge_job(grounds, as_kind(*kind.kind, document, file.path), judgement);
  }
  return true;
}

}  // namespace

void judge_file(const Grounds& grounds, const Input& file, std::string text, Judgement& judgement) {
  judgement.source = judgement.sources.add(name_of(file), std::move(text));
  const std::vector<Document> documents =
      read_yaml(judgement.source, judgement.sources, judgement.arena, judgement.diagnostics, {},
                grounds.as == nullptr ? nullptr : grounds.as->dialect);
  judgement.document_count = documents.size();
  for (const Document& document : documents) {
    judgement.directives.insert(judgement.directives.end(), document.directives.begin(),
                                document.directives.end());
    const bool ours = judge_document(grounds, document, file, judgement);
    judgement.ours = judgement.ours || ours;
  }
}

std::vector<UsedIgnore> apply_comments(Judgement& judgement) {
  return apply_ignores(judgement.directives, judgement.source, judgement.sources, all_rules(),
                       judgement.diagnostics, Purpose::Judge);
}

Compiled compile_document(const Grounds& grounds, Compilable document, Judgement& judgement,
                          Diagnostics& found) {
  CompileInput input;
  input.kind = document.kind;
  input.load = std::move(document.load);
  input.load.queue_path = grounds.queue;
  input.parameters = document.parameters;
  input.targets = CompileInput::Targets::Every;
  input.options = grounds.options;
  input.defaults = grounds.workspace.defaults;
  const Files noting{[&](const std::string& path) {
                       judgement.read.insert(path);
                       return grounds.files.read(path);
                     },
                     [&](const std::string& name, const std::string& from) {
                       QueueLookup result = grounds.files.find_queue(name, from);
                       judgement.searches.push_back({name, from, result});
                       return result;
                     }};
  Compiled compiled = compile(input, grounds.notes_reads ? noting : grounds.files,
                              judgement.sources, judgement.arena, found);
  judgement.directives.insert(judgement.directives.end(), compiled.directives.begin(),
                              compiled.directives.end());
  judgement.used_declarations.insert(judgement.used_declarations.end(),
                                     compiled.used_declarations.begin(),
                                     compiled.used_declarations.end());
  return compiled;
}

}  // namespace launch::cli
