#include "compiler/diagnostic/display.h"
#include "compiler/diagnostic/report_words.h"

namespace launch {
namespace {

// A # would begin a directive, and a \ what follows it.
std::string description(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '#' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string point(bool passed, std::size_t number, std::string_view path) {
  return (passed ? "ok " : "not ok ") + std::to_string(number) + " - " + description(path) + "\n";
}

// JSON texts are YAML texts.
std::string block(const std::vector<const Finding*>& findings) {
  std::string out = "  ---\n  findings:\n";
  for (const Finding* finding : findings) {
    out += "    - ";
    append_finding_json(out, *finding);
    out += '\n';
  }
  return out + "  ...\n";
}

}  // namespace

std::string render_tap(const Report& report) {
  const FindingsByFile by_file = findings_by_file(report);
  std::string out =
      "TAP version 13\n1.." + std::to_string(by_file.size() + report.unread.size()) + "\n";
  std::size_t number = 0;
  for (const auto& [path, findings] : by_file) {
    out += point(errors_in(findings) == 0, ++number, path);
    if (!findings.empty()) out += block(findings);
  }
  for (const UnreadFile& file : report.unread) {
    out += point(false, ++number, file.path + ": " + file.why);
  }
  return out;
}

}  // namespace launch
