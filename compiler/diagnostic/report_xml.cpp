// JUnit's and Checkstyle's XML.
#include "compiler/diagnostic/display.h"
#include "compiler/diagnostic/markup.h"
#include "compiler/diagnostic/report_words.h"

namespace launch {
namespace {

constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

// For attributes and text alike, of lines that are printable. Control characters and the two
// noncharacters of the basic plane have no place in XML 1.0 (section 2.2).
std::string xml(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("\xEF\xBF\xBE") || rest.starts_with("\xEF\xBF\xBF")) {
      out += "\xEF\xBF\xBD";
      i += 2;
      continue;
    }
    if (text[i] == '\n') {
      out += "&#10;";
    } else {
      append_markup(out, text[i]);
    }
  }
  return out;
}

std::string suite_head(std::string_view path, std::size_t tests, std::size_t failures,
                       std::size_t errors) {
  return "  <testsuite name=\"" + xml(printable(path)) + "\" tests=\"" + std::to_string(tests) +
         "\" failures=\"" + std::to_string(failures) + "\" errors=\"" + std::to_string(errors) +
         "\" time=\"0\">\n";
}

std::string case_head(std::string_view path, std::string_view name) {
  return "    <testcase classname=\"" + xml(printable(path)) + "\" name=\"" + xml(name) +
         "\" time=\"0\"";
}

std::string junit_case(std::string_view path, const Finding& finding) {
  std::string name(finding.rule->id);
  if (finding.place.has_line) {
    name += ":" + std::to_string(finding.place.line) + ":" + std::to_string(finding.place.column);
  }
  const std::string text = xml(place_text(finding.place) + ": " + whole_message(finding));
  const std::string head = case_head(path, name) + ">\n";
  const std::string body = finding.severity == Severity::Error
                               ? "      <failure type=\"" + xml(finding.rule->id) +
                                     "\" message=\"" + xml(printable(finding.message)) + "\">" +
                                     text + "</failure>\n"
                               : "      <system-out>" + text + "</system-out>\n";
  return head + body + "    </testcase>\n";
}

}  // namespace

std::string render_junit(const Report& report) {
  const FindingsByFile files = findings_by_file(report);
  std::size_t tests = report.unread.size();
  for (const auto& [path, findings] : files) tests += std::max<std::size_t>(findings.size(), 1);
  std::string out = std::string(kHead) + "<testsuites name=\"launch\" tests=\"" +
                    std::to_string(tests) + "\" failures=\"" +
                    std::to_string(report.summary.errors) + "\" errors=\"" +
                    std::to_string(report.unread.size()) + "\" time=\"0\">\n";
  for (const auto& [path, findings] : files) {
    out += suite_head(path, std::max<std::size_t>(findings.size(), 1), errors_in(findings), 0);
    if (findings.empty()) out += case_head(path, "validate") + "/>\n";
    for (const Finding* finding : findings) out += junit_case(path, *finding);
    out += "  </testsuite>\n";
  }
  for (const UnreadFile& file : report.unread) {
    out += suite_head(file.path, 1, 0, 1) + case_head(file.path, "read") +
           ">\n      <error type=\"unreadable\" message=\"" + xml(printable(file.why)) +
           "\"/>\n    </testcase>\n  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

std::string render_checkstyle(const Report& report) {
  std::string out = std::string(kHead) + "<checkstyle version=\"4.3\">\n";
  for (const auto& [path, findings] : findings_by_file(report)) {
    out += "  <file name=\"" + xml(printable(path)) + "\">\n";
    for (const Finding* finding : findings) {
      const Place& place = finding->place;
      out += "    <error line=\"" + std::to_string(place.has_line ? place.line : 1) +
             "\" column=\"" + std::to_string(place.has_line ? place.column : 1) + "\" severity=\"" +
             std::string(severity_word(finding->severity)) + "\" message=\"" +
             xml(whole_message(*finding)) + "\" source=\"launch." + xml(finding->rule->id) +
             "\"/>\n";
    }
    out += "  </file>\n";
  }
  for (const UnreadFile& file : report.unread) {
    out += "  <file name=\"" + xml(printable(file.path)) +
           "\">\n    <error line=\"1\" column=\"1\" severity=\"error\" message=\"" +
           xml(printable(file.why)) + "\" source=\"launch.unreadable\"/>\n  </file>\n";
  }
  return out + "</checkstyle>\n";
}

}  // namespace launch
