#include "cli/lsp/findings.h"

#include <algorithm>

#include "compiler/check/document_rules.h"
#include "compiler/diagnostic/report_words.h"
#include "compiler/edit/fixes.h"

namespace launch::cli {
namespace {

Json json_of(const edit::LinePlace& place) {
  return {{"line", place.line}, {"character", place.character}};
}
Json range_of(const ClientPlace& place) {
  return {{"start", json_of(place.begin)}, {"end", json_of(place.end)}};
}

// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#diagnosticSeverity
constexpr int kError = 1;
constexpr int kWarning = 2;
constexpr int kUnnecessary = 1;  // DiagnosticTag

bool touches(const Json& params, const ClientPlace& place, const Places& places) {
  const edit::Range asked = places.range_of(member_of(params, {"range"}));
  const std::uint32_t begin = places.lines.offset_of(place.begin, places.encoding);
  const std::uint32_t end = places.lines.offset_of(place.end, places.encoding);
  return asked.begin <= end && begin <= asked.end;
}

Json action_of(const edit::Fix& fix, const Json& diagnostic, const std::string& uri,
               const Places& places) {
  const Json change = {{"range", places.range(fix.replaced)}, {"newText", fix.text}};
  Json action = {{"title", fix.title},
                 {"kind", "quickfix"},
                 {"diagnostics", Json::array({diagnostic})},
                 {"edit", {{"changes", {{uri, Json::array({change})}}}}}};
  if (fix.preferred) action["isPreferred"] = true;
  return action;
}

}  // namespace

Json diagnostic_of(const ClientFinding& found, const Documents& documents) {
  const Finding& finding = found.finding;
  std::string message = finding.message;
  if (!finding.suggestion.empty()) message += "\n" + finding.suggestion;
  Json related = Json::array();
  for (std::size_t i = 0; i < found.notes.size(); ++i) {
    const ClientPlace& place = found.notes[i];
    if (place.path.empty()) {
      message += "\n" + finding.notes[i].message + " (" + finding.notes[i].place.path + ")";
      continue;
    }
    related.push_back(
        {{"location", {{"uri", documents.uri_of(place.path)}, {"range", range_of(place)}}},
         {"message", finding.notes[i].message}});
  }
  Json diagnostic = {{"range", range_of(found.place)},
                     {"severity", finding.severity == Severity::Error ? kError : kWarning},
                     {"code", std::string(finding.rule->id)},
                     {"source", "launch"},
                     {"message", std::move(message)}};
  const std::string_view source = source_address(*finding.rule);
  if (!source.empty()) diagnostic["codeDescription"] = {{"href", std::string(source)}};
  if (!related.empty()) diagnostic["relatedInformation"] = std::move(related);
  if (finding.rule == &kIgnoreUnused) diagnostic["tags"] = Json::array({kUnnecessary});
  return diagnostic;
}

Json code_actions(const Json& params, const std::vector<const ClientFinding*>& findings,
                  const Documents& documents, edit::Encoding encoding) {
  const OpenDocument& document = documents.by_uri(text_of(params, {"textDocument", "uri"}));
  const edit::Lines lines(document.text);
  const edit::Outline outline = edit::outline_of(document.text);
  const Places places{lines, encoding};
  Json actions = Json::array();
  for (const ClientFinding* found : findings) {
    if (!touches(params, found->place, places)) continue;
    const edit::Range at{lines.offset_of(found->place.begin, encoding),
                         lines.offset_of(found->place.end, encoding)};
    const edit::Problem problem{at, found->finding.rule->id, found->finding.message,
                                found->finding.suggestion};
    const Json diagnostic = diagnostic_of(*found, documents);
    if (const auto fix = edit::replacement_for(outline, problem)) {
      actions.push_back(action_of(*fix, diagnostic, document.uri, places));
    }
    if (document.path.ends_with(".json")) continue;
    if (const auto fix = edit::ignore_for(outline, lines, problem)) {
      actions.push_back(action_of(*fix, diagnostic, document.uri, places));
    }
  }
  return actions;
}

}  // namespace launch::cli
