// Findings counted, for people who meet many of them at once.
#include <algorithm>

#include "compiler/diagnostic/display.h"
#include "compiler/diagnostic/report_words.h"

namespace launch {
namespace {

constexpr std::size_t kMostFiles = 20;

struct Row {
  std::size_t count = 0;
  std::string text;
};

// Most frequent first, in the order of the words otherwise.
std::string table(std::string_view title, std::vector<Row> rows, std::size_t most) {
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return a.count != b.count ? a.count > b.count : a.text < b.text;
  });
  std::string out = std::string(title) + ":\n";
  const std::size_t width = rows.empty() ? 0 : std::to_string(rows.front().count).size();
  for (std::size_t i = 0; i < std::min(rows.size(), most); ++i) {
    const std::string count = std::to_string(rows[i].count);
    out += "  " + std::string(width - count.size(), ' ') + count + "  " + rows[i].text + "\n";
  }
  if (rows.size() > most) out += "  and " + std::to_string(rows.size() - most) + " more\n";
  return out;
}

// A rule that is an error in one place may be advice in another.
std::string rule_row(const Finding& finding) {
  const bool error = finding.severity == Severity::Error;
  return (error ? "error    " : "warning  ") + std::string(finding.rule->id);
}

std::string file_row(std::string_view path, const std::vector<const Finding*>& findings) {
  const std::size_t errors = errors_in(findings);
  const std::size_t warnings = findings.size() - errors;
  std::string split;
  if (errors > 0) split = std::to_string(errors) + (errors == 1 ? " error" : " errors");
  if (warnings > 0) {
    split += (split.empty() ? "" : ", ") + std::to_string(warnings) +
             (warnings == 1 ? " warning" : " warnings");
  }
  return printable(path) + " (" + split + ")";
}

}  // namespace

std::string render_summary(const Report& report) {
  if (report.findings.empty()) return {};
  std::map<std::string, Row> rules;
  for (const Finding& finding : report.findings) {
    Row& row = rules[rule_row(finding)];
    ++row.count;
    row.text = rule_row(finding);
  }
  std::vector<Row> by_rule;
  for (const auto& [text, row] : rules) by_rule.push_back(row);
  std::vector<Row> by_file;
  for (const auto& [path, findings] : findings_by_file(report)) {
    if (!findings.empty()) by_file.push_back({findings.size(), file_row(path, findings)});
  }
  const auto first = std::max_element(by_rule.begin(), by_rule.end(),
                                      [](const Row& a, const Row& b) { return a.count < b.count; });
  const std::string id = first->text.substr(first->text.rfind(' ') + 1);
  const std::size_t rules_shown = by_rule.size();
  return table("by rule", std::move(by_rule), rules_shown) +
         table("by file", std::move(by_file), kMostFiles) + "`launch rules " + id +
         "` explains the most frequent one\n";
}

}  // namespace launch
