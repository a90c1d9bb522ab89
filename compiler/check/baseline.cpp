#include "compiler/check/baseline.h"

#include <algorithm>

#include "compiler/document/read_yaml.h"
#include "compiler/document/write_json.h"

namespace launch {
namespace {

constexpr std::string_view kVersion = "format_version";
constexpr std::string_view kFindings = "findings";

std::optional<std::string> text_at(const Node& node, std::string_view key) {
  const Node* value = node.find(key);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->as_string());
}

std::optional<KnownFinding> known_finding(const Node& node) {
  const auto path = text_at(node, "path");
  const auto rule = text_at(node, "rule");
  const auto fingerprint = text_at(node, "fingerprint");
  if (!path || !rule || !fingerprint) return std::nullopt;
  return KnownFinding{*path, *rule, *fingerprint};
}

}  // namespace

std::vector<KnownFinding> known_findings(std::span<const Finding> findings,
                                         const std::function<std::string(const Place&)>& path_of) {
  std::vector<Finding> bare;  // what counts of each, and nothing else
  bare.reserve(findings.size());
  for (const Finding& finding : findings) {
    Finding& each = bare.emplace_back();
    each.rule = finding.rule;
    each.place.path = path_of(finding.place);
    each.snippet.text = finding.snippet.text;
  }
  std::vector<std::string> prints = fingerprints(bare);
  std::vector<KnownFinding> known;
  known.reserve(findings.size());
  for (std::size_t i = 0; i < bare.size(); ++i) {
    known.push_back(
        {std::move(bare[i].place.path), std::string(bare[i].rule->id), std::move(prints[i])});
  }
  return known;
}

std::string write_baseline(std::vector<KnownFinding> known) {
  std::sort(known.begin(), known.end());
  std::string out = "{\n  \"format_version\": 1,\n  \"findings\": [";
  for (std::size_t i = 0; i < known.size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    out += "    {\"path\":" + json_string(known[i].path) +
           ",\"rule\":" + json_string(known[i].rule) +
           ",\"fingerprint\":" + json_string(known[i].fingerprint) + "}";
  }
  return out + (known.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

std::optional<std::vector<KnownFinding>> read_baseline(std::string_view text) {
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  const SourceId id = sources.add("baseline", std::string(text));
  // What launch wrote itself may be larger than what people write.
  constexpr ReadLimits kLimits{256U << 20U, 10, 100'000'000, 100'000'000};
  const std::vector<Document> documents = read_yaml(id, sources, arena, diagnostics, kLimits);
  if (diagnostics.has_errors() || documents.size() != 1) return std::nullopt;
  const Node& root = documents.front().root;
  const Node* version = root.find(kVersion);
  const Node* findings = root.find(kFindings);
  const bool is_one = version != nullptr && write_json(*version, JsonStyle::Compact) == "1" &&
                      findings != nullptr && findings->is_sequence();
  if (!is_one) return std::nullopt;
  std::vector<KnownFinding> known;
  for (const Node& item : findings->items()) {
    auto each = known_finding(item);
    if (!each) return std::nullopt;
    known.push_back(std::move(*each));
  }
  std::sort(known.begin(), known.end());
  return known;
}

}  // namespace launch
