#include "compiler/diagnostic/report_words.h"

#include "compiler/diagnostic/display.h"

namespace launch {

std::string_view severity_word(Severity severity) {
  return severity == Severity::Error ? "error" : "warning";
}

std::string place_text(const Place& place) {
  std::string out = printable(place.path);
  if (place.has_line) {
    out += ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
  }
  return out;
}

std::string concise_line(const Finding& finding) {
  return place_text(finding.place) + ": " + std::string(severity_word(finding.severity)) + ": " +
         printable(finding.message) + " [" + std::string(finding.rule->id) + "]";
}

std::string whole_message(const Finding& finding) {
  std::string out = printable(finding.message);
  for (const FindingNote& note : finding.notes) {
    out += "\n" + place_text(note.place) + ": " + printable(note.message);
  }
  if (!finding.suggestion.empty()) out += "\nhelp: " + printable(finding.suggestion);
  return out;
}

}  // namespace launch
