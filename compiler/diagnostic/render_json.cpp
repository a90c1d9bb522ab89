// Findings for programs.
#include "compiler/diagnostic/render.h"
#include "compiler/document/write_json.h"

namespace launch {
namespace {

void append_key(std::string& out, std::string_view key) {
  out += '"';
  out += key;
  out += "\":";
}

void append_text(std::string& out, std::string_view key, std::string_view value) {
  append_key(out, key);
  append_json_string(out, value);
}

// A source that is no file has no lines: null, so that nobody jumps to line 0.
void append_number(std::string& out, std::string_view key, const Place& place,
                   std::uint32_t value) {
  append_key(out, key);
  out += place.has_line ? std::to_string(value) : "null";
}

void append_note(std::string& out, const FindingNote& note) {
  out += '{';
  append_text(out, "message", note.message);
  out += ',';
  append_text(out, "path", note.place.path);
  out += ',';
  append_number(out, "line", note.place, note.place.line);
  out += ',';
  append_number(out, "column", note.place, note.place.column);
  out += '}';
}

}  // namespace

void append_finding_json(std::string& out, const Finding& finding) {
  const Place& place = finding.place;
  out += '{';
  append_text(out, "rule", finding.rule->id);
  out += ',';
  append_text(out, "severity", finding.severity == Severity::Error ? "error" : "warning");
  out += ',';
  append_text(out, "message", finding.message);
  out += ',';
  append_text(out, "path", place.path);
  out += ',';
  append_number(out, "line", place, place.line);
  out += ',';
  append_number(out, "column", place, place.column);
  out += ',';
  append_number(out, "end_line", place, place.end_line);
  out += ',';
  append_number(out, "end_column", place, place.end_column);
  out += ",\"notes\":[";
  for (std::size_t i = 0; i < finding.notes.size(); ++i) {
    if (i > 0) out += ',';
    append_note(out, finding.notes[i]);
  }
  out += ']';
  if (!finding.suggestion.empty()) {
    out += ',';
    append_text(out, "suggestion", finding.suggestion);
  }
  out += '}';
}

void append_findings_json(std::string& out, std::span<const Finding> findings) {
  out += '[';
  for (std::size_t i = 0; i < findings.size(); ++i) {
    out += i > 0 ? ",\n    " : "\n    ";
    append_finding_json(out, findings[i]);
  }
  out += findings.empty() ? "]" : "\n  ]";
}

std::string render_json(std::span<const Finding> findings, const Summary& summary) {
  std::string out = "{\n  \"format_version\": 1,\n  \"findings\": ";
  append_findings_json(out, findings);
  out += ",\n  \"summary\": {\"files\":" + std::to_string(summary.files) +
         ",\"errors\":" + std::to_string(summary.errors) +
         ",\"warnings\":" + std::to_string(summary.warnings) + "}\n}\n";
  return out;
}

}  // namespace launch
