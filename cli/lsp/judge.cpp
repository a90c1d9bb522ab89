#include "cli/lsp/judge.h"

#include <algorithm>
#include <array>

#include "cli/parts.h"
#include "compiler/check/document_kind.h"

namespace launch::cli {

std::string use_key(const ClientPlace& place, std::string_view what) {
  return place.path + ':' + std::to_string(place.begin.line) + ':' +
         std::to_string(place.begin.character) + '\n' + std::string(what);
}

Judge::Judge(const Workspace& workspace, const Documents& documents, edit::Encoding encoding,
             const CodeAtHand& code)
    : workspace_(workspace),
      documents_(documents),
      encoding_(encoding),
      code_(code),
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
  Judgement judgement;
  judge_file(grounds(), {path, true}, text_of(path), judgement);
  verdict.ours = judgement.ours;
  const bool unreadable = judgement.document_count == 0 && !judgement.diagnostics.empty();
  if (unreadable) verdict.ours = looks_ours(path, judgement.sources.text(judgement.source));
  verdict.read = std::move(judgement.read);
  verdict.read.merge(judgement.looked_for);
  verdict.bases.insert(judgement.bases.begin(), judgement.bases.end());
  verdict.holds_part = judgement.holds_part;
  for (const Span name : judgement.used_declarations) {
    note_use(name, {}, judgement.sources, verdict);
  }
  if (!verdict.ours) return verdict;
  for (const UsedIgnore& use : apply_comments(judgement)) {
    note_use(use.comment, unused_ignore_message(use.rule), judgement.sources, verdict);
  }
  verdict.findings = as_client_counts(judgement);
  return verdict;
}

void Judge::note_use(Span place, std::string_view what, const SourceMap& sources,
                     Verdict& verdict) const {
  const edit::Lines lines(sources.text(place.source));
  verdict.used.insert(use_key(
      {std::string(sources.name(place.source)), lines.place_of(place.begin, encoding_), {}}, what));
}

std::unique_ptr<Explanation> Judge::compile_file(const std::string& path) {
  auto explanation = std::make_unique<Explanation>();
  Judgement& file = explanation->file;
  file.source = file.sources.add(path, text_of(path));
  for (const Document& document :
       read_yaml(file.source, file.sources, file.arena, file.diagnostics)) {
    const KindResult kind =
        kind_of(document, workspace_.expected_kind(path), true, file.diagnostics);
    const bool compiled = kind.kind && *kind.kind != DocumentKind::Agent &&
                          *kind.kind != DocumentKind::Sweep && document.root.is_mapping();
    if (!compiled) continue;
    Diagnostics found;
    Compilable job{{path,
                    document.root,
                    document.directives,
                    std::nullopt,
                    {},
                    *kind.kind == DocumentKind::Base},
                   *kind.kind};
    explanation->jobs.push_back(compile_document(grounds(), std::move(job), file, found));
    explanation->failed.push_back(*kind.kind == DocumentKind::Job &&
                                  explanation->jobs.back().artifacts.empty() &&
                                  !is_only_a_base(explanation->jobs.back(), found));
    for (const Diagnostic& diagnostic : found.all()) {
      if (diagnostic.redact_snippet) explanation->masked.push_back(diagnostic.span);
    }
  }
  return explanation;
}

std::vector<ClientFinding> Judge::as_client_counts(const Judgement& judgement) const {
  const SourceMap& sources = judgement.sources;
  const std::vector<Diagnostic> sorted = judgement.diagnostics.sorted();
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
    Finding& finding = findings[i];
    // No editor has the files of a commit: it is said where the commit is named.
    const auto named = judgement.named_at.find(sorted[i].span.source);
    const bool is_here = named == judgement.named_at.end();
    if (!is_here) {
      finding.message = finding.place.path + ':' + std::to_string(finding.place.line) + ':' +
                        std::to_string(finding.place.column) + ": " + finding.message;
    }
    ClientFinding found{std::move(finding), place_of(is_here ? sorted[i].span : named->second), {}};
    for (const Note& note : sorted[i].notes) found.notes.push_back(place_of(note.span));
    result.push_back(std::move(found));
  }
  return result;
}

}  // namespace launch::cli
