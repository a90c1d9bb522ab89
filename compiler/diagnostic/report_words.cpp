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

std::string percent_encoded(std::string_view text, bool (*must)(char)) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (!must(c)) {
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

FindingsByFile findings_by_file(const Report& report) {
  FindingsByFile files;
  for (const std::string& file : report.files) files[file];
  for (const Finding& finding : report.findings) files[finding.place.path].push_back(&finding);
  return files;
}

std::size_t errors_in(const std::vector<const Finding*>& findings) {
  std::size_t errors = 0;
  for (const Finding* finding : findings) errors += finding->severity == Severity::Error;
  return errors;
}

std::string_view source_address(const Rule& rule) {
  const std::size_t begin = rule.help.find("https://");
  if (begin == std::string_view::npos) return {};
  std::string_view address = rule.help.substr(begin);
  address = address.substr(0, address.find_first_of(" )\"'<>,;"));
  while (address.ends_with('.') || address.ends_with(':')) address.remove_suffix(1);
  // A help may speak of the scheme alone.
  return address.find('.') == std::string_view::npos ? std::string_view() : address;
}

}  // namespace launch
