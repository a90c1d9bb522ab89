// The list of formats.
#include <algorithm>
#include <iterator>
#include <map>

#include "compiler/diagnostic/report.h"
#include "compiler/document/sha256.h"

namespace launch {
namespace {

constexpr ReportFormat kFormats[] = {
    {"text", "for people: the line, a caret, and the way out",
     [](const Report& report) { return render_text(report.findings, false); }},
    {"concise", "a line a finding", render_concise},
    {"json", "one versioned JSON document",
     [](const Report& report) { return render_json(report.findings, report.summary); }},
    {"jsonl", "a JSON object a finding and line", render_jsonl},
    {"sarif", "SARIF 2.1.0, for code scanning", render_sarif},
    {"junit", "JUnit's XML, for test reports", render_junit},
    {"tap", "TAP version 13", render_tap},
    {"github", "annotations of GitHub Actions", render_github},
    {"gitlab", "GitLab's Code Quality report", render_gitlab},
    {"checkstyle", "Checkstyle's XML", render_checkstyle},
};

}  // namespace

std::span<const ReportFormat> formats() { return kFormats; }

const ReportFormat* find_format(std::string_view name) {
  const auto* found = std::find_if(std::begin(kFormats), std::end(kFormats),
                                   [&](const ReportFormat& format) { return format.name == name; });
  return found == std::end(kFormats) ? nullptr : found;
}

namespace {

std::vector<std::string> prints_of(std::span<const Finding> findings,
                                   const std::function<std::string(const Place&)>& path_of) {
  std::vector<std::string> all;
  std::map<std::string, int> seen;
  for (const Finding& finding : findings) {
    std::string said(finding.rule->id);
    const std::string path = path_of(finding.place);
    for (const std::string_view part :
         {std::string_view(path), std::string_view(finding.snippet.text),
          std::string_view(finding.message)}) {
      said += '\0';
      said += part;
    }
    // The same mistake may stand twice in a file, on lines that are alike.
    const int again = seen[said]++;
    if (again > 0) said += '\0' + std::to_string(again);
    all.push_back(hex(sha256(said)).substr(0, 32));
  }
  return all;
}

std::string own_path(const Place& place) { return place.path; }

}  // namespace

std::vector<std::string> fingerprints(std::span<const Finding> findings) {
  return prints_of(findings, own_path);
}

std::vector<std::string> fingerprints(const Report& report) {
  return prints_of(report.findings, report.path_from_root ? report.path_from_root : own_path);
}

}  // namespace launch
