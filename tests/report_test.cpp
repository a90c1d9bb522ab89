// Reports: what every format must hold whatever the findings are.
#include "compiler/diagnostic/report.h"

#include <nlohmann/json.hpp>
#include <set>

#include "tests/catch.h"

namespace launch {
namespace {

constexpr Rule kBad{"test/bad", Severity::Error, "bad", "Do not."};
constexpr Rule kOdd{"test/odd", Severity::Warning, "odd", "Think again."};

// Two mistakes and a piece of advice in a text, the first `above` lines lower than it might be.
Report report_with(const std::string& above, const std::string& path = "a.yaml") {
  SourceMap sources;
  const SourceId id = sources.add(path, above + "k: v\nk: v\n");
  const SourceId flag = sources.add("--set", "k=v", SourceMap::Kind::Flag);
  const auto at = static_cast<std::uint32_t>(above.size());
  Diagnostics diagnostics;
  diagnostics.report({&kBad, {id, at, at + 1}, "no", {{{id, at + 5, at + 6}, "there"}}, "try j"});
  diagnostics.report({&kBad, {id, at + 5, at + 6}, "no", {}, {}});
  diagnostics.report({&kOdd, {flag, 0, 1}, "100% \"odd\",\r\n<a>&\x1b\xFF", {}, {}});
  Report report;
  report.version = "1.2.3";
  report.files = {path, "clean.yaml"};
  report.findings = resolve(diagnostics.all(), sources);
  report.unread = {{"gone <1>.yaml", "no such file"}};
  report.summary = summarize(report.findings, report.files.size());
  return report;
}

std::string rendered(std::string_view format, const Report& report) {
  const ReportFormat* found = find_format(format);
  REQUIRE(found != nullptr);
  return found->render(report);
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("a fingerprint outlives lines added above, and tells like findings apart") {
  const std::vector<std::string> before = fingerprints(report_with("").findings);
  CHECK(before == fingerprints(report_with("# one\n# two\n").findings));
  CHECK(before != fingerprints(report_with("", "b.yaml").findings));
  CHECK(std::set<std::string>(before.begin(), before.end()).size() == before.size());
}

TEST_CASE("a fingerprint is the same from every folder") {
  const auto from = [](const std::string& path, const std::string& folder) {
    Report report = report_with("", path);
    report.path_from_root = [folder](const Place& place) {
      return place.has_line ? folder + place.path : place.path;
    };
    return report;
  };
  for (const char* format : {"sarif", "gitlab"}) {
    const auto prints = [&](const Report& report) {
      std::set<std::string> found;
      const std::string text = rendered(format, report);
      for (const std::string& print : fingerprints(report)) {
        CHECK(text.find(print) != std::string::npos);
        found.insert(print);
      }
      return found;
    };
    CHECK(prints(from("jobs/a.yaml", "")) == prints(from("a.yaml", "jobs/")));
    CHECK(prints(from("jobs/a.yaml", "")) != prints(from("a.yaml", "")));
  }
}

TEST_CASE("SARIF has what code scanning wants") {
  const auto log = nlohmann::json::parse(rendered("sarif", report_with("", "a b/ü.yaml")));
  CHECK(log["version"] == "2.1.0");
  const auto& run = log["runs"].at(0);
  CHECK(run["columnKind"] == "unicodeCodePoints");
  CHECK(run["invocations"][0]["executionSuccessful"] == false);
  CHECK(run["tool"]["driver"]["rules"].size() == 2);
  REQUIRE(run["results"].size() == 3);
  const auto& first = run["results"][0];
  CHECK(run["tool"]["driver"]["rules"][first["ruleIndex"].get<std::size_t>()]["id"] == "test/bad");
  const auto& place = first["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "a%20b/%C3%BC.yaml");
  CHECK(place["region"]["startLine"] == 1);
  CHECK(first["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 2);
  // A flag has no line to point at.
  CHECK(run["results"][2]["locations"][0]["logicalLocations"][0]["name"] == "--set");
}

TEST_CASE("a rule's help may name its source, which is the rule's address in SARIF") {
  constexpr std::pair<std::string_view, const char*> kHelps[] = {
      {"Do so (https://example.com/a/b.html).", "https://example.com/a/b.html"},
      {"See https://example.com/a: the part on b.", "https://example.com/a"},
      {"See https://example.com/a; https://example.com/b.", "https://example.com/a"},
      {"Addresses begin with https://, not with http://.", nullptr},
      {"Do not.", nullptr},
  };
  for (const auto& [help, address] : kHelps) {
    const Rule rule{"test/bad", Severity::Error, "bad", help};
    SourceMap sources;
    const SourceId id = sources.add("a.yaml", "k: v\n");
    Diagnostics diagnostics;
    diagnostics.report({&rule, {id, 0, 1}, "no", {}, {}});
    Report report;
    report.findings = resolve(diagnostics.all(), sources);
    const auto log = nlohmann::json::parse(rendered("sarif", report));
    const auto& written = log["runs"][0]["tool"]["driver"]["rules"][0];
    INFO(help);
    CHECK(written.value("helpUri", "") == (address == nullptr ? "" : address));
    CHECK(written["properties"]["tags"][0] == "test");
  }
}

TEST_CASE("GitLab's report is a list, also of nothing") {
  CHECK(nlohmann::json::parse(
            rendered("gitlab", report_with("", "./a.yaml")))[0]["location"]["path"] == "a.yaml");
  const auto report = nlohmann::json::parse(rendered("gitlab", report_with("")));
  REQUIRE(report.size() == 3);
  CHECK(report[0]["type"] == "issue");
  CHECK(report[0]["categories"] == nlohmann::json{"Bug Risk"});
  CHECK(report[0]["location"]["lines"]["begin"] == 1);
  CHECK(report[0]["severity"] == "major");
  CHECK(nlohmann::json::parse(rendered("gitlab", Report())).empty());
}

TEST_CASE("GitHub's commands end where they should") {
  const std::string text = rendered("github", report_with("", "a:b,c.yaml"));
  CHECK(
      text.starts_with("::error file=a%3Ab%2Cc.yaml,line=1,endLine=1,col=1,endColumn=1,"
                       "title=test/bad::no%0Aa:b,c.yaml:2:1: there%0Ahelp: try j\n"));
  CHECK(text.find("::warning title=test/odd::100%25 \"odd\",") != std::string::npos);
  CHECK(count(text, "\n") == 4);
  CHECK(count(text, "\r") == 0);
}

TEST_CASE("XML has no character that it may not have") {
  for (const std::string_view format : {"junit", "checkstyle"}) {
    const std::string text = rendered(format, report_with(""));
    CAPTURE(text);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\xFF') == std::string::npos);
    CHECK(text.find("<a>") == std::string::npos);
    CHECK(text.find("&lt;a&gt;&amp;") != std::string::npos);
    CHECK(text.find("gone &lt;1&gt;.yaml") != std::string::npos);
  }
}

TEST_CASE("test formats count files and findings") {
  const std::string junit = rendered("junit", report_with(""));
  CHECK(junit.find("tests=\"5\" failures=\"2\" errors=\"1\"") != std::string::npos);
  CHECK(count(junit, "<testcase") == 5);
  CHECK(count(junit, "<failure") == 2);
  const std::string tap = rendered("tap", report_with("", "a#1.yaml"));
  CHECK(tap.starts_with("TAP version 13\n1..4\n"));
  CHECK(tap.find("not ok 2 - a\\#1.yaml\n") != std::string::npos);
  CHECK(tap.find("ok 3 - clean.yaml\n") != std::string::npos);
}

}  // namespace launch
