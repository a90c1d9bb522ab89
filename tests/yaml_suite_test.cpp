// The YAML test suite (https://github.com/yaml/yaml-test-suite): every case is read as the suite
// says, or stands in yaml_suite_exceptions.txt with the reason why not.
//
// The suite comes from outside: LAUNCH_YAML_SUITE_DIR names the unpacked npm package (see
// tools/fetch-yaml-suite), LAUNCH_YAML_TEST_SUITE one JSON file with all of it. Skipped without
// both.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "compiler/document/write_json.h"
#include "tests/catch.h"
#include "tests/document_checks.h"
#include "tests/read_both_ways.h"
#include "tests/source_dir.h"

namespace {

using launch::tests::Reading;
using nlohmann::json;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The package is one JavaScript module a test: "export default {JSON};".
json read_module(const std::filesystem::path& path) {
  const std::string text = read_file(path);
  const std::size_t begin = text.find('{');
  const std::size_t end = text.rfind('}');
  if (begin == std::string::npos || end == std::string::npos) return nullptr;
  return json::parse(text.substr(begin, end + 1 - begin), nullptr, /*allow_exceptions=*/false);
}

std::vector<json> load_suite() {
  std::vector<json> tests;
  if (const char* folder = std::getenv("LAUNCH_YAML_SUITE_DIR")) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const bool is_test =
          entry.path().extension() == ".js" && entry.path().parent_path().filename() == "data";
      const json test = is_test ? read_module(entry.path()) : json();
      if (test.is_object() && test.contains("cases")) tests.push_back(test);
    }
  } else if (const char* file = std::getenv("LAUNCH_YAML_TEST_SUITE")) {
    for (const json& test : json::parse(read_file(file))) tests.push_back(test);
  }
  std::sort(tests.begin(), tests.end(),
            [](const json& a, const json& b) { return a["id"] < b["id"]; });
  return tests;
}

std::map<std::string, std::string> load_exceptions() {
  std::map<std::string, std::string> reasons;
  std::ifstream file(launch::tests::source_dir() / "tests/yaml_suite_exceptions.txt");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t colon = line.find(": ");
    REQUIRE(colon != std::string::npos);
    CHECK(reasons.emplace(line.substr(0, colon), line.substr(colon + 2)).second);
  }
  REQUIRE(!reasons.empty());
  return reasons;
}

// The documents as JSON values by their place in the file; one that is empty is null.
std::vector<json> values_of(const Reading& reading, std::size_t count) {
  std::vector<json> values(count);
  for (const launch::Document& document : reading.documents) {
    if (document.index >= values.size()) values.resize(document.index + 1);
    values[document.index] = json::parse(write_json(document.root, launch::JsonStyle::Compact));
  }
  return values;
}

std::vector<json> expected_values(const std::string& text) {
  std::vector<json> values;
  std::istringstream stream(text);
  while (stream >> std::ws && stream.peek() != std::istringstream::traits_type::eof()) {
    json value;
    stream >> value;
    values.push_back(value);
  }
  return values;
}

// Empty when the case is read as the suite says; else what is different.
std::string judge(const json& test_case) {
  const auto yaml = test_case["yaml"].get<std::string>();
  CHECK(launch::tests::BothWays(yaml).difference() == "");
  const Reading reading(yaml);
  const bool refused = reading.diagnostics.has_errors();
  if (test_case.value("fail", false)) return refused ? "" : "accepted, but is no YAML";
  if (refused) return "refused: " + reading.diagnostics.all()[0].message;
  for (const launch::Document& document : reading.documents) {
    const std::string problem =
        launch::tests::SpanChecker(reading.sources, reading.id).check(document);
    if (!problem.empty()) return "bad spans: " + problem;
    launch::tests::for_each_written(document.root, [&](const launch::Node& node) {
      if (node.is_scalar()) CHECK(launch::tests::rereads(node, reading.sources));
    });
  }
  if (!test_case.contains("json") || !test_case["json"].is_string()) return "";
  const std::vector<json> wanted = expected_values(test_case["json"].get<std::string>());
  const std::vector<json> got = values_of(reading, wanted.size());
  return got == wanted ? "" : "read as " + json(got).dump() + ", not " + json(wanted).dump();
}

}  // namespace

TEST_CASE("the YAML test suite is read as it says, or there is a reason") {
  const std::vector<json> tests = load_suite();
  if (tests.empty()) {
    WARN(
        "SKIPPED yaml_suite_test: neither LAUNCH_YAML_SUITE_DIR nor LAUNCH_YAML_TEST_SUITE names "
        "the suite");
    return;
  }
  std::map<std::string, std::string> exceptions = load_exceptions();
  std::size_t passed = 0;
  std::size_t excepted = 0;
  for (const json& test : tests) {
    for (std::size_t i = 0; i < test["cases"].size(); ++i) {
      std::string name = test["id"].get<std::string>();
      if (test["cases"].size() > 1) name += "/" + std::to_string(i);
      INFO(name << ": " << test["name"]);
      const std::string difference = judge(test["cases"][i]);
      const bool listed = exceptions.erase(name) > 0;
      if (listed) {
        CHECK(difference != "");  // else: take it off the list
      } else {
        CHECK(difference == "");
      }
      ++(listed ? excepted : passed);
    }
  }
  for (const auto& [name, reason] : exceptions)
    FAIL_CHECK(name << " is listed but not in the suite");
  CHECK(passed > 250);  // the suite was really there
  WARN("YAML test suite: " << passed << " as it says, " << excepted << " listed exceptions");
}
