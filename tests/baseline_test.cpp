#include "compiler/check/baseline.h"

#include <algorithm>

#include "tests/catch.h"

namespace launch {
namespace {

constexpr Rule kBad{"test/bad", Severity::Error, "bad", "Bad."};

Finding finding(std::string path, std::uint32_t line, std::string text) {
  Finding found;
  found.rule = &kBad;
  found.message = "no";
  found.place = {std::move(path), true, line, 1, line, 2};
  found.has_snippet = true;
  found.snippet.text = std::move(text);
  return found;
}

std::vector<KnownFinding> known_in(const std::vector<Finding>& findings) {
  return known_findings(findings, [](const Place& place) { return place.path; });
}

std::vector<KnownFinding> sorted(std::vector<KnownFinding> known) {
  std::sort(known.begin(), known.end());
  return known;
}

}  // namespace

TEST_CASE("a baseline reads as it was written, in an order of its own") {
  const std::vector<Finding> findings{finding("b.yaml", 3, "x: 1"),
                                      finding("a \"q\"\n.yaml", 1, "y"),
                                      finding("b.yaml", 9, "x: 1")};
  const std::vector<KnownFinding> known = known_in(findings);
  CHECK(known[0].fingerprint != known[2].fingerprint);
  const std::string text = write_baseline(known);
  CHECK(read_baseline(text) == sorted(known));
  CHECK(write_baseline({known[2], known[0], known[1]}) == text);
  CHECK(std::count(text.begin(), text.end(), '\n') == 8);
  CHECK(text.find("x: 1") == std::string::npos);
}

TEST_CASE("lines above a finding do not make it new") {
  const std::vector<Finding> before{finding("a.yaml", 3, "x: 1"), finding("a.yaml", 4, "y: 1")};
  std::vector<Finding> after{finding("a.yaml", 13, "x: 1"), finding("a.yaml", 14, "y: 1")};
  CHECK(known_in(before) == known_in(after));
  after[0].message = "no, said from another folder";
  CHECK(known_in(before) == known_in(after));
  const std::vector<Finding> other{finding("a.yaml", 3, "x: 2")};
  CHECK(known_in(before)[0] != known_in(other)[0]);
}

TEST_CASE("a baseline without findings") {
  const std::string text = write_baseline({});
  CHECK(read_baseline(text) == std::vector<KnownFinding>{});
}

TEST_CASE("what is no baseline") {
  for (const char* text :
       {"", "a: b", "{", "[]", "{\"format_version\": 2, \"findings\": []}", "{\"findings\": []}",
        "{\"format_version\": 1, \"findings\": [{\"path\": \"a\"}]}",
        "{\"format_version\": 1, \"findings\": [1]}", "resource: docker\ncommand: [a]\n"}) {
    INFO(text);
    CHECK_FALSE(read_baseline(text).has_value());
  }
}

}  // namespace launch
