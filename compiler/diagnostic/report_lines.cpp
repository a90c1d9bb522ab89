// Formats of one line a finding.
#include "compiler/diagnostic/display.h"
#include "compiler/diagnostic/report_words.h"

namespace launch {
namespace {

// What ends a property or the whole command stands behind a % (actions/toolkit,
// packages/core/src/command.ts, escapeData and escapeProperty).
bool ends_command(char c) { return c == '%' || c == '\r' || c == '\n'; }
bool ends_property(char c) { return ends_command(c) || c == ':' || c == ','; }

std::string command(const Finding& finding) {
  const Place& place = finding.place;
  std::string out = "::" + std::string(severity_word(finding.severity)) + " ";
  if (place.has_line) {
    out += "file=" + percent_encoded(printable(place.path), ends_property) +
           ",line=" + std::to_string(place.line) + ",endLine=" + std::to_string(place.end_line) +
           ",col=" + std::to_string(place.column) +
           // Columns of several lines are not shown, and GitHub's are inclusive.
           ",endColumn=" +
           std::to_string(place.end_column > place.column ? place.end_column - 1 : place.column) +
           ",";
  }
  out += "title=" + percent_encoded(finding.rule->id, ends_property) +
         "::" + percent_encoded(whole_message(finding), ends_command);
  return out;
}

}  // namespace

std::string render_concise(const Report& report) {
  std::string out;
  for (const Finding& finding : report.findings) out += concise_line(finding) + "\n";
  return out;
}

std::string render_jsonl(const Report& report) {
  std::string out;
  for (const Finding& finding : report.findings) {
    append_finding_json(out, finding);
    out += '\n';
  }
  return out;
}

std::string render_github(const Report& report) {
  std::string out;
  for (const Finding& finding : report.findings) out += command(finding) + "\n";
  for (const UnreadFile& file : report.unread) {
    out += "::error title=unreadable::" +
           percent_encoded(printable(file.path) + ": " + file.why, ends_command) + "\n";
  }
  return out;
}

}  // namespace launch
