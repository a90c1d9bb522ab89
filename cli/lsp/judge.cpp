#include "cli/lsp/judge.h"

#include <algorithm>
#include <array>

#include "compiler/check/document_kind.h"
#include "compiler/check/ignores.h"
#include "compiler/rules.h"
#include "compiler/spec/spec_rules.h"
#include "compiler/sweep/run.h"

namespace launch::cli {

struct Judge::Parts {
  SourceMap& sources;
  Arena& arena;
  Diagnostics& diagnostics;
  std::vector<Directive>& directives;
  Verdict& verdict;
  Node parameters{};  // of a sweep's run
};

std::string use_key(const ClientPlace& place, std::string_view what) {
  return place.path + ':' + std::to_string(place.begin.line) + ':' +
         std::to_string(place.begin.character) + '\n' + std::string(what);
}

Judge::Judge(const Workspace& workspace, const Documents& documents, edit::Encoding encoding)
    : workspace_(workspace),
      documents_(documents),
      encoding_(encoding),
      targets_(TargetFlags{}, workspace.base_url),
      disk_(workspace),
      on_disk_(disk_.files()),
      files_{[this](const std::string& path) { return read(path); }, on_disk_.find_queue} {}

std::shared_ptr<const ParsedFile> Judge::read(const std::string& path) {
  const OpenDocument* open = documents_.find(path);
  if (open == nullptr) return on_disk_.read(path);
  if (open->parsed == nullptr) {
    open->parsed = parse_file(path, FileText{FileText::Status::Ok, open->text, {}});
  }
  return open->parsed;
}

std::string Judge::text_of(const std::string& path) {
  if (const OpenDocument* open = documents_.find(path)) return open->text;
  return read_file(path, ReadLimits{}.file_bytes).text;
}

// Other people's YAML is open in the same editor; what cannot be read says little about itself.
bool Judge::looks_ours(const std::string& path, std::string_view text) const {
  if (workspace_.expected_kind(path)) return true;
  constexpr std::array<std::string_view, 7> kTelling{
      "base_config",   "entry_point",        "hyperparameters", "input_artifacts",
      "resource_args", "template_variables", "overrides"};
  const edit::Outline outline = edit::outline_of(text);
  for (std::uint32_t i = 0; i < outline.entries.size(); ++i) {
    const bool telling =
        outline.entries[i].parent == edit::kTop &&
        std::find(kTelling.begin(), kTelling.end(), outline.key_of(i)) != kTelling.end();
    if (telling) return true;
  }
  return false;
}

Verdict Judge::judge(const std::string& path) {
  Verdict verdict;
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  std::vector<Directive> directives;
  const SourceId id = sources.add(path, text_of(path));
  const std::vector<Document> documents = read_yaml(id, sources, arena, diagnostics);
  for (const Document& document : documents) {
    directives.insert(directives.end(), document.directives.begin(), document.directives.end());
    const bool ours =
        judge_document(document, path, {sources, arena, diagnostics, directives, verdict});
    verdict.ours = verdict.ours || ours;
  }
  const bool unreadable = documents.empty() && !diagnostics.empty();
  if (unreadable) verdict.ours = looks_ours(path, sources.text(id));
  if (!verdict.ours) return verdict;
  for (const UsedIgnore& use : apply_ignores(directives, id, sources, all_rules(), diagnostics)) {
    note_use(use.comment, unused_ignore_message(use.rule), sources, verdict);
  }
  verdict.findings = as_client_counts(diagnostics, sources);
  return verdict;
}

// False when the document is somebody else's.
bool Judge::judge_document(const Document& document, const std::string& path, const Parts& parts) {
  const KindResult kind =
      kind_of(document, workspace_.expected_kind(path), true, parts.diagnostics);
  if (!kind.kind) return !kind.unlike_any;
  switch (*kind.kind) {
    case DocumentKind::Agent:
      check_schema(document.root, *kind.kind, schema::Presence::Required, parts.diagnostics);
      break;
    case DocumentKind::Sweep:
      judge_sweep(document, path, parts);
      break;
    default:
      judge_job(document, *kind.kind, path, parts);
  }
  return true;
}

void Judge::note_bases(const Node& root, const std::string& path, const Parts& parts) {
  const Node* bases = root.find("base_config");
  if (bases == nullptr) return;
  const std::span<const Node> names =
      bases->is_sequence() ? bases->items() : std::span<const Node>(bases, 1);
  for (const Node& name : names) {
    if (name.is_string()) parts.verdict.bases.insert(path_beside(path, name.as_string()));
  }
}

// As `launch validate` does: the sweep itself, then the job of its first run.
void Judge::judge_sweep(const Document& document, const std::string& path, const Parts& parts) {
  note_bases(document.root, path, parts);
  Diagnostics found;
  check_schema(document.root, DocumentKind::Sweep, schema::Presence::Required, found);
  const auto first = sweep::judge_sweep(document.root, {parts.arena, parts.sources, found});
  if (first) {
    Document job = document;
    job.root = first->job;
    Parts of_run = parts;
    of_run.parameters = first->parameters;
    compile_as(job, DocumentKind::Job, path, of_run, found);
  }
  parts.diagnostics.take(std::move(found));
}

// As `launch validate` does: a job with nothing to run is taken for a base of others.
void Judge::judge_job(const Document& document, DocumentKind kind, const std::string& path,
                      const Parts& parts) {
  note_bases(document.root, path, parts);
  parts.verdict.holds_part = parts.verdict.holds_part || kind != DocumentKind::Job;
  Diagnostics found;
  const Compiled compiled = compile_as(document, kind, path, parts, found);
  const auto& all = found.all();
  const bool nothing_to_run =
      kind == DocumentKind::Job && compiled.spec.source == SourceKind::None &&
      std::any_of(all.begin(), all.end(), [](const Diagnostic& d) { return d.rule == &kNoSource; });
  if (nothing_to_run) {
    Diagnostics as_base;
    compile_as(document, DocumentKind::Base, path, parts, as_base);
    for (const Diagnostic& diagnostic : found.all()) {
      if (diagnostic.rule == &kNoSource) as_base.report_as(Severity::Warning, diagnostic);
    }
    found = std::move(as_base);
    parts.verdict.holds_part = true;
  }
  parts.diagnostics.take(std::move(found));
}

Compiled Judge::compile_as(const Document& document, DocumentKind kind, const std::string& path,
                           const Parts& parts, Diagnostics& found) {
  CompileInput input;
  input.kind = kind;
  input.load = {
      path, document.root, document.directives, std::nullopt, {}, kind == DocumentKind::Base};
  input.targets = CompileInput::Targets::Every;
  input.options = targets_.options();
  input.defaults = workspace_.defaults;
  input.parameters = parts.parameters;
  const Files noting{[&](const std::string& name) {
                       parts.verdict.read.insert(name);
                       return files_.read(name);
                     },
                     files_.find_queue};
  Compiled compiled = compile(input, noting, parts.sources, parts.arena, found);
  parts.directives.insert(parts.directives.end(), compiled.directives.begin(),
                          compiled.directives.end());
  for (const Span name : compiled.used_declarations) {
    note_use(name, {}, parts.sources, parts.verdict);
  }
  return compiled;
}

void Judge::note_use(Span place, std::string_view what, const SourceMap& sources,
                     Verdict& verdict) const {
  const edit::Lines lines(sources.text(place.source));
  verdict.used.insert(use_key(
      {std::string(sources.name(place.source)), lines.place_of(place.begin, encoding_), {}}, what));
}

std::unique_ptr<Explanation> Judge::compile_file(const std::string& path) {
  auto explanation = std::make_unique<Explanation>();
  Diagnostics diagnostics;
  std::vector<Directive> directives;
  Verdict verdict;
  const Parts parts{explanation->sources, explanation->arena, diagnostics, directives, verdict};
  const SourceId id = explanation->sources.add(path, text_of(path));
  for (const Document& document :
       read_yaml(id, explanation->sources, explanation->arena, diagnostics)) {
    const KindResult kind = kind_of(document, workspace_.expected_kind(path), true, diagnostics);
    const bool compiled = kind.kind && *kind.kind != DocumentKind::Agent &&
                          *kind.kind != DocumentKind::Sweep && document.root.is_mapping();
    if (!compiled) continue;
    Diagnostics found;
    explanation->jobs.push_back(compile_as(document, *kind.kind, path, parts, found));
  }
  return explanation;
}

std::vector<ClientFinding> Judge::as_client_counts(const Diagnostics& diagnostics,
                                                   const SourceMap& sources) const {
  const std::vector<Diagnostic> sorted = diagnostics.sorted();
  std::vector<Finding> findings = resolve(sorted, sources);
  std::map<SourceId, edit::Lines> lines_of;
  const auto place_of = [&](Span span) -> ClientPlace {
    const bool known = static_cast<std::size_t>(span.source) < sources.size();
    if (!known || sources.kind(span.source) != SourceMap::Kind::File) return {};
    const edit::Lines& lines =
        lines_of.try_emplace(span.source, sources.text(span.source)).first->second;
    return {std::string(sources.name(span.source)), lines.place_of(span.begin, encoding_),
            lines.place_of(std::max(span.begin, span.end), encoding_)};
  };
  std::vector<ClientFinding> result;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    ClientFinding found{std::move(findings[i]), place_of(sorted[i].span), {}};
    for (const Note& note : sorted[i].notes) found.notes.push_back(place_of(note.span));
    result.push_back(std::move(found));
  }
  return result;
}

}  // namespace launch::cli
