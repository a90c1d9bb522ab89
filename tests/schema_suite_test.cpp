// The official JSON Schema test suite, draft-07.
#include <set>

#include "schema/explain.h"
#include "tests/schema_support.h"

namespace fs = std::filesystem;
using launch::schema::lint;
using launch::schema::Presence;
using launch::schema::Schema;
using launch::schema::Violation;
using namespace launch::schema::test;

namespace {

// Groups that lint() refuses: references out of the document or by a base address inside it, and
// keywords beside $ref or unknown ones.
const std::set<std::string> kRefused = {
    "definitions: invalid definition",
    "definitions: valid definition",
    "ref: Recursive references between schemas",  // by absolute address
    "ref: escaped pointer ref",                   // the targets are unknown keywords at the root
    "ref: ref overrides any sibling keywords",
    "ref: remote ref, containing refs itself",
    "refRemote: base URI change",
    "refRemote: base URI change - change folder",
    "refRemote: base URI change - change folder in subschema",
    "refRemote: fragment within remote ref",
    "refRemote: ref within remote ref",
    "refRemote: remote ref",
    "refRemote: root ref in remote ref",
};

// What goes wrong with one group of tests; counts those that go right.
std::string run_group(const Json& group, int& agreed) {
  std::string failures;
  std::string text = group.at("schema").dump();
  Schema schema(text);
  Schema layer(text, Presence::Optional);
  const nlohmann::json root = nlohmann::json::parse(text);
  const launch::schema::Rules rules(root);
  for (const Json& test : group.at("tests")) {
    const Json& data = test.at("data");
    bool expected = test.at("valid").get<bool>();
    std::vector<Violation> violations = validate(schema, data);
    // The explanation must find exactly what valijson finds, or users would read nonsense.
    bool explained =
        launch::schema::explain(rules, {&data, &kAccess}).empty() == violations.empty();
    // A layer may be accepted although it is not complete, never the other way round.
    bool weaker = !expected || validate(layer, data).empty();
    if (violations.empty() == expected && explained && weaker) {
      ++agreed;
    } else {
      failures += test.at("description").get<std::string>() + ": " + dump(violations) + "\n";
    }
  }
  return failures;
}

}  // namespace

TEST_CASE("the JSON Schema test suite, draft-07") {
  // Debian's json-schema-test-suite, 2.0.0.
  const fs::path suite = "/usr/share/json-schema-test-suite/tests/draft7";
  if (!fs::exists(suite)) {
    WARN("skipped: no json-schema-test-suite here");
    return;
  }
  int agreed = 0;
  std::vector<fs::path> files = {suite / "optional" / "zeroTerminatedFloats.json",
                                 suite / "optional" / "bignum.json"};
  for (const fs::directory_entry& entry : fs::directory_iterator(suite)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  for (const fs::path& file : files) {
    for (const Json& group : Json::parse(read(file))) {
      std::string name = file.stem().string() + ": " + group.at("description").get<std::string>();
      CAPTURE(name);
      bool refused = !lint(group.at("schema").dump()).empty();
      CHECK(refused == kRefused.contains(name));
      if (!refused) CHECK(run_group(group, agreed) == "");
    }
  }
  CHECK(agreed >= 400);
}
