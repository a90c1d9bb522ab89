// Manifests as kubectl reads them, held against what a real kubectl and API server made of the same
// texts, and against kubectl's own reader.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "tests/catch.h"
#include "tests/kubectl_reading.h"
#include "tests/random_trees.h"
#include "tests/shared_material.h"
#include "tests/yaml_readers.h"

namespace launch::tests {
namespace {

// The verdicts of a real kubectl and API server 1.36.3; see docker_cases_test.cpp for the folder.
std::vector<nlohmann::json> recorded_cases() {
  std::ifstream file(shared_dir() / "cases" / "kubernetes-yaml.jsonl");
  std::vector<nlohmann::json> cases;
  for (std::string line; std::getline(file, line);) cases.push_back(nlohmann::json::parse(line));
  if (cases.empty()) WARN("skipped: kubernetes-yaml.jsonl is not there");
  return cases;
}

// "spec.containers.0.command.1" in a document.
const Node* find_field(const Node& root, const std::string& field) {
  Path path;
  std::istringstream steps(field);
  for (std::string step; std::getline(steps, step, '.');) path.push_back(step);
  return root.at(path);
}

// A quantity in thousandths, as the server rounds it up: "1.5Gi", 5, "1e3".
double quantity(const nlohmann::json& value) {
  const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  static const std::map<std::string, double> kSuffixes = {
      {"", 1},    {"n", 1e-9}, {"u", 1e-6},    {"m", 1e-3},    {"k", 1e3},
      {"M", 1e6}, {"G", 1e9},  {"Ki", 0x1p10}, {"Mi", 0x1p20}, {"Gi", 0x1p30}};
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return std::ceil(number * kSuffixes.at(end) * 1e3);
}

// What the server says about a value, whatever it is: the word for a JSON type in "cannot unmarshal
// WORD into"; empty for other messages.
std::string unmarshalled_type(const nlohmann::json& messages) {
  const std::string marker = "json: cannot unmarshal ";
  for (const auto& message : messages) {
    const std::string text = message;
    const std::size_t at = text.find(marker);
    if (at == std::string::npos) continue;
    return text.substr(at + marker.size(), text.find(' ', at + marker.size()) - at - marker.size());
  }
  return {};
}

// Refused as YAML, or as JSON to be made of it.
bool is_refused_as_yaml(const nlohmann::json& row) {
  const std::string messages = row["messages"].dump();
  return messages.find("yaml: ") != std::string::npos ||
         messages.find("json: unsupported value") != std::string::npos ||
         messages.find("unsupported map key") != std::string::npos;
}

// A file of a few lines that YAML readers may well differ on.
std::string nasty_file(Dice& dice) {
  static const std::vector<std::string> kLines = {"---\n",
                                                  "--- # c\n",
                                                  "z: 1\n...\n",
                                                  "# c\n",
                                                  "%YAML 1.1\n",
                                                  "a: &x {b: 1, 012: 2}\n",
                                                  "c:\n  <<: *x\n  b: 2\n",
                                                  "d:\n  b: 2\n  <<: *x\n",
                                                  "e: |\n  x\n",
                                                  "f: >-\n  x\n  y",
                                                  "g:\n- 1\n- yes\n",
                                                  "{h: 0x1F, i: [1_0, ~]}\n",
                                                  "!!map {a: 1}\n",
                                                  "- x\n",
                                                  "{\"j\": 1.0}\n---\n",
                                                  "k: [on, 'on', \"on\"]\n",
                                                  "\xEF\xBB\xBF",
                                                  "l: \"x\n  y\"\n",
                                                  "m: x\n  y\n"};
  static const std::vector<std::string> kTags = {"!!str",    "!!int", "!!float", "!!bool", "!!null",
                                                 "!!binary", "!",     "!x",      "!!set",  "&a"};
  std::string text;
  const auto scalar = [&] {
    std::string value = dice.chance(25) ? dice.pick(kTags) + " " : "";
    if (dice.chance(10)) return value + "aGVsbG8=";
    if (dice.chance(30)) return value + nasty_number(dice);
    return value + nasty_text(dice);
  };
  for (std::size_t n = dice.below(4); n > 0; --n) {
    const std::size_t form = dice.below(8);
    if (form < 4) text += dice.pick(kLines);
    if (form == 4) text += "k" + std::to_string(n) + ": " + scalar() + "\n";
    if (form == 5) text += (dice.chance(20) ? "!!str " : "") + nasty_text(dice) + ": v\n";
    if (form == 6) text += "s" + std::to_string(n) + ":\n  - " + scalar() + "\n";
    if (form == 7) text += "q" + std::to_string(n) + ": \"" + scalar() + "\"\n";
  }
  if (dice.chance(10) && text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

TEST_CASE("recorded texts are read as kubectl and the server read them") {
  // What is refused on purpose; docs/kubernetes-yaml.md says why.
  const std::map<std::string, std::string> kOnPurpose = {
      {"!custom x", "yaml/unknown-tag"},
      {"duplicate key", "yaml/duplicate-key"},
      {"duplicate key, other type", "yaml/duplicate-key"}};
  std::size_t compared = 0;
  for (const nlohmann::json& row : recorded_cases()) {
    const std::string name = row["name"];
    const KubectlReading reading(row["text"]);
    const std::string error = reading.first_error();
    INFO(name << "\n" << error);
    const auto refused = kOnPurpose.find(row.value("written", name));
    if (refused != kOnPurpose.end()) {
      CHECK(error.starts_with(refused->second));
      continue;
    }
    CHECK(error.empty() != is_refused_as_yaml(row));
    if (!row.contains("field") || is_refused_as_yaml(row)) continue;
    REQUIRE(reading.documents.size() == 1);
    const Node* value = find_field(reading.documents[0], row["field"]);
    if (value == nullptr) {
      CHECK(row["understood"].is_null());
      continue;
    }
    const nlohmann::json read = nlohmann::json::parse(write_json(*value, JsonStyle::Compact));
    INFO(read.dump());
    const std::string type = unmarshalled_type(row["messages"]);
    if (!type.empty()) CHECK((type == "bool" ? "boolean" : type) == read.type_name());
    // Null is a field that is not there: the server has put the default there.
    if (!row.contains("understood") || read.is_null()) continue;
    ++compared;
    const bool amount = row["field"].get<std::string>().find("limits") != std::string::npos;
    if (amount) {
      CHECK(quantity(read) == quantity(row["understood"]));
    } else {
      CHECK(read == row["understood"]);
    }
  }
  CHECK((compared > 100 || recorded_cases().empty()));
}

namespace {

// What only one of the two can read, and nobody writes: lone carriage returns, dashes with a
// comment stuck to them, tags and anchors with signs in their names, \' in double quotes, and a
// no-break space before the first brace. docs/kubernetes-yaml.md names those that we refuse.
bool is_beyond_comparison(const std::string& text) {
  static const std::regex kOdd(R"(\r|---#|---.*\xC2|[!][,\[\]{}]|&\S*[:.]|\\'|^(\xC2\xA0|\s)*\{)");
  return std::regex_search(text, kOdd);
}

// Whether kubectl never looks at what the first error is about: then it does not mind what follows.
std::string with_garbage(const std::string& text, const KubectlReading& reading) {
  const std::size_t mark = text.find("\n---", reading.error()->span.begin);
  std::string changed = text;
  return changed.insert(std::min(mark, text.size()), "\n]\"");
}

}  // namespace

TEST_CASE("texts by the dice are read as kubectl's reader reads them") {
  // What is refused on purpose, see docs/kubernetes-yaml.md, and what kubectl drops unread.
  const std::set<std::string> kOnPurpose = {"yaml/duplicate-key", "kubernetes/yaml-lost-key",
                                            "yaml/unknown-tag", "yaml/bad-encoding"};
  Dice dice(11);
  std::vector<std::string> texts;
  while (texts.size() < volume(4000)) {
    std::string text = nasty_file(dice);
    if (!is_beyond_comparison(text)) texts.push_back(std::move(text));
  }
  const auto answers = ask_reader(kubectl_reader(), texts);
  if (!answers) {
    WARN("skipped: kubectl's YAML reader is not there");
    return;
  }
  std::size_t agreed = 0;
  std::vector<std::string> unread;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const KubectlReading reading(texts[i]);
    const std::string error = reading.first_error();
    const Answer& theirs = (*answers)[i];
    INFO(nlohmann::json(texts[i]).dump()
         << "\nours: " << error << "\ntheirs: " << (theirs ? theirs->dump() : "refused"));
    if (error.empty()) {
      // A file without documents is good for nothing either way.
      CHECK((reading.documents.empty() || theirs == Answer(reading.json())));
      ++agreed;
    } else if (theirs && kOnPurpose.count(error.substr(0, error.find(':'))) == 0 &&
               error.find("does not fit a map") == std::string::npos &&
               error.find("does not fit a list") == std::string::npos) {
      unread.push_back(with_garbage(texts[i], reading));
    }
  }
  CHECK(agreed > texts.size() / 3);
  const auto again = ask_reader(kubectl_reader(), unread);
  for (std::size_t i = 0; i < unread.size(); ++i) {
    INFO(nlohmann::json(unread[i]).dump());
    CHECK((*again)[i]);
  }
}

}  // namespace launch::tests
