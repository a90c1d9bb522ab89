// Formats that are JSON: SARIF's log, GitLab's report.
#include <algorithm>
#include <map>

#include "compiler/diagnostic/display.h"
#include "compiler/diagnostic/report_words.h"
#include "compiler/document/write_json.h"

namespace launch {
namespace {

std::string text_object(std::string_view text) { return "{\"text\":" + json_string(text) + "}"; }

// A path as a URI reference (RFC 3986, section 3.3).
std::string uri(std::string_view path) {
  if (path.starts_with("./")) path.remove_prefix(2);
  const std::string encoded = percent_encoded(path, [](char c) {
    constexpr std::string_view kPlain = "-._~/!$&'()*+,;=@";
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return !letter && kPlain.find(c) == std::string_view::npos;
  });
  return path.starts_with('/') ? "file://" + encoded : encoded;
}

std::string region(const Place& place) {
  return "{\"startLine\":" + std::to_string(place.line) +
         ",\"startColumn\":" + std::to_string(place.column) +
         ",\"endLine\":" + std::to_string(place.end_line) +
         ",\"endColumn\":" + std::to_string(place.end_column) + "}";
}

// What has no lines (a flag, a variable) is a place by its name.
std::string location(const Place& place, std::string_view rest = {}) {
  if (!place.has_line) {
    return "{\"logicalLocations\":[{\"name\":" + json_string(place.path) + "}]" +
           std::string(rest) + "}";
  }
  return "{\"physicalLocation\":{\"artifactLocation\":{\"uri\":" + json_string(uri(place.path)) +
         "},\"region\":" + region(place) + "}" + std::string(rest) + "}";
}

// Notes have a line and a column, and no end.
std::string related(const FindingNote& note) {
  Place place = note.place;
  place.end_line = std::max(place.end_line, place.line);
  place.end_column = std::max(place.end_column, place.column);
  return location(place, ",\"message\":" + text_object(note.message));
}

std::string sarif_rule(const Rule& rule) {
  const std::string_view source = source_address(rule);
  return "{\"id\":" + json_string(rule.id) + ",\"shortDescription\":" + text_object(rule.summary) +
         ",\"fullDescription\":" + text_object(rule.help) + ",\"help\":" + text_object(rule.help) +
         (source.empty() ? "" : ",\"helpUri\":" + json_string(source)) +
         ",\"defaultConfiguration\":{\"level\":\"" + std::string(severity_word(rule.severity)) +
         // By the tag GitHub's list of alerts can be narrowed to an area.
         "\"},\"properties\":{\"tags\":[" + json_string(rule.id.substr(0, rule.id.find('/'))) +
         "]}}";
}

std::string sarif_result(const Finding& finding, std::size_t rule, std::string_view fingerprint) {
  std::string message = finding.message;
  if (!finding.suggestion.empty()) message += "\nhelp: " + finding.suggestion;
  std::string out =
      "{\"ruleId\":" + json_string(finding.rule->id) + ",\"ruleIndex\":" + std::to_string(rule) +
      ",\"level\":\"" + std::string(severity_word(finding.severity)) +
      "\",\"message\":" + text_object(message) + ",\"locations\":[" + location(finding.place) + "]";
  for (std::size_t i = 0; i < finding.notes.size(); ++i) {
    out += i == 0 ? ",\"relatedLocations\":[" : ",";
    out += related(finding.notes[i]);
    if (i + 1 == finding.notes.size()) out += "]";
  }
  return out + ",\"partialFingerprints\":{\"launch/v1\":\"" + std::string(fingerprint) + "\"}}";
}

std::string notification(const UnreadFile& file) {
  return "{\"level\":\"error\",\"message\":" + text_object(file.path + ": " + file.why) + "}";
}

// Each rule of the findings once, in the order of their ids, with its number.
std::map<std::string_view, std::pair<const Rule*, std::size_t>> rules_of(const Report& report) {
  std::map<std::string_view, std::pair<const Rule*, std::size_t>> rules;
  for (const Finding& finding : report.findings) rules[finding.rule->id].first = finding.rule;
  std::size_t number = 0;
  for (auto& [id, rule] : rules) rule.second = number++;
  return rules;
}

// GitLab reads some of the fields, other readers of Code Climate's issues want all that its
// specification requires
// (https://github.com/codeclimate/platform/blob/master/spec/analyzers/SPEC.md).
std::string gitlab_issue(const Finding& finding, std::string_view fingerprint) {
  // Paths are matched with those of the repository as they stand.
  std::string_view path = finding.place.path;
  if (path.starts_with("./")) path.remove_prefix(2);
  const std::string line = std::to_string(finding.place.has_line ? finding.place.line : 1);
  const bool secret = finding.rule->id.starts_with("secret/");
  const bool error = finding.severity == Severity::Error;
  return "{\"type\":\"issue\",\"check_name\":" + json_string(finding.rule->id) +
         ",\"categories\":[\"" + (secret ? "Security" : "Bug Risk") +
         "\"],\"description\":" + json_string(whole_message(finding)) + ",\"fingerprint\":\"" +
         std::string(fingerprint) + "\",\"severity\":\"" + (error ? "major" : "minor") +
         "\",\"location\":{\"path\":" + json_string(path) + ",\"lines\":{\"begin\":" + line + "}}}";
}

template <class Items, class Write>
std::string list(const Items& items, Write write) {
  std::string out = "[";
  for (const auto& item : items) {
    out += out.size() > 1 ? ",\n" : "\n";
    out += write(item);
  }
  return out + (out.size() > 1 ? "\n]" : "]");
}

}  // namespace

std::string render_sarif(const Report& report) {
  const auto rules = rules_of(report);
  const std::vector<std::string> prints = fingerprints(report);
  const std::string driver =
      "{\"name\":\"launch\",\"version\":" + json_string(report.version) +
      ",\"rules\":" + list(rules, [](const auto& rule) { return sarif_rule(*rule.second.first); }) +
      "}";
  const std::string results = list(report.findings, [&](const Finding& finding) {
    const auto number = static_cast<std::size_t>(&finding - report.findings.data());
    return sarif_result(finding, rules.at(finding.rule->id).second, prints[number]);
  });
  return "{\n\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
         "sarif-schema-2.1.0.json\",\n\"version\":\"2.1.0\",\n\"runs\":[{\"tool\":{\"driver\":" +
         driver + "},\n\"columnKind\":\"unicodeCodePoints\",\n\"invocations\":[{" +
         "\"executionSuccessful\":" + (report.unread.empty() ? "true" : "false") +
         ",\"toolExecutionNotifications\":" + list(report.unread, notification) +
         "}],\n\"results\":" + results + "}]\n}\n";
}

std::string render_gitlab(const Report& report) {
  const std::vector<std::string> prints = fingerprints(report);
  return list(report.findings,
              [&](const Finding& finding) {
                const auto number = static_cast<std::size_t>(&finding - report.findings.data());
                return gitlab_issue(finding, prints[number]);
              }) +
         "\n";
}

}  // namespace launch
