// Formats of one line a finding.
#include "compiler/diagnostic/report_words.h"

namespace launch {
namespace {

// What ends a property or the whole command stands behind a % (actions/toolkit,
// packages/core/src/command.ts, escapeData and escapeProperty).
std::string escaped(std::string_view text, std::string_view ends) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (ends.find(c) == std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::string command(const Finding& finding) {
  constexpr std::string_view kEndsProperty = "%\r\n:,";
  const Place& place = finding.place;
  std::string out = "::" + std::string(severity_word(finding.severity)) + " ";
  if (place.has_line) {
    out += "file=" + escaped(place.path, kEndsProperty) + ",line=" + std::to_string(place.line) +
           ",endLine=" + std::to_string(place.end_line) + ",col=" + std::to_string(place.column) +
           // Columns of several lines are not shown, and GitHub's are inclusive.
           ",endColumn=" +
           std::to_string(place.end_column > place.column ? place.end_column - 1 : place.column) +
           ",";
  }
  out += "title=" + escaped(finding.rule->id, kEndsProperty) +
         "::" + escaped(whole_message(finding), "%\r\n");
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
    out += "::error title=unreadable::" + escaped(file.path + ": " + file.why, "%\r\n") + "\n";
  }
  return out;
}

}  // namespace launch
