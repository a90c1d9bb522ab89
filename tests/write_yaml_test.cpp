// YAML out: what is written says the same to our reader, to kubectl's and to PyYAML.
#include "compiler/document/write_yaml.h"

#include <algorithm>

#include "compiler/document/plain_scalar.h"
#include "compiler/document/write_json.h"
#include "tests/catch.h"
#include "tests/document_checks.h"
#include "tests/random_trees.h"
#include "tests/yaml_readers.h"

namespace launch::tests {
namespace {

Node text_node(std::string_view text) { return Node::string(text, {}); }

// `key: value` with the value written.
std::string written(const Node& value) {
  Arena arena;
  return write_yaml(MappingBuilder().set("k", {}, value).build(arena, {}));
}

// The document of a YAML text, written again.
std::string rewritten(const std::string& text) {
  const Reading reading(text);
  REQUIRE(reading.documents.size() == 1);
  return write_yaml(reading.documents[0].root);
}

// Equal as values: numbers by their size, however they are written.
nlohmann::json json_of(const Node& node) {
  return nlohmann::json::parse(write_json(node, JsonStyle::Compact));
}

void check_answers(const std::string& name, const std::string& reader,
                   const std::vector<std::string>& texts,
                   const std::vector<nlohmann::json>& meant) {
  const auto answers = ask_reader(reader, texts);
  if (!answers) {
    WARN("skipped: " << name << " is not there");
    return;
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if ((*answers)[i] == Answer(meant[i])) continue;
    INFO(name << " reads: " << ((*answers)[i] ? (*answers)[i]->dump() : "nothing"));
    INFO("meant: " << meant[i].dump());
    FAIL(texts[i]);
  }
}

}  // namespace

TEST_CASE("a text is quoted where some reader takes it for something else") {
  const std::vector<std::pair<std::string, std::string>> kRows = {
      {"plain", "plain"},
      {"two words", "two words"},
      {"", "\"\""},
      {" a", "\" a\""},
      {"a ", "\"a \""},
      {"it's", "it's"},
      {"registry.example.com/train:1.36", "registry.example.com/train:1.36"},
      {"1.36.3", "1.36.3"},
      {"10.0.0.1", "10.0.0.1"},
      {"1Gi", "1Gi"},
      {"500m", "500m"},
      {"--lr=0.1", "--lr=0.1"},
      {"-x", "-x"},
      {"$(POD_NAME)", "$(POD_NAME)"},
      {"${run_id}", "${run_id}"},
      {"‹secret›", "‹secret›"},
      {"日本", "日本"},
      {"a#b", "a#b"},
      {"a:b", "a:b"},
      {"{{size}}", "\"{{size}}\""},
      {"{\"a\": \"it's\"}", "'{\"a\": \"it''s\"}'"},
      {"say \"hi\"", "say \"hi\""},
      {"a: b", "\"a: b\""},
      {"a #b", "\"a #b\""},
      {"a:", "\"a:\""},
      {"-", "\"-\""},
      {"- a", "\"- a\""},
      {"?", "\"?\""},
      {"%a", "\"%a\""},
      {"@a", "\"@a\""},
      {"`a", "\"`a\""},
      {"*a", "\"*a\""},
      {"---", "\"---\""},
      {"---a", "\"---a\""},
      {"...", "\"...\""},
      {"yes", "\"yes\""},
      {"No", "\"No\""},
      {"y", "\"y\""},
      {"N", "\"N\""},
      {"yEs", "yEs"},
      {"true", "\"true\""},
      {"null", "\"null\""},
      {"nULL", "nULL"},
      {"~", "\"~\""},
      {"=", "\"=\""},
      {"<<", "\"<<\""},
      {"012", "\"012\""},
      {"08", "\"08\""},
      {"0o12", "\"0o12\""},
      {"0O12", "\"0O12\""},
      {"0x1F", "\"0x1F\""},
      {"0X1F", "\"0X1F\""},
      {"0xZ", "0xZ"},
      {"0b101", "\"0b101\""},
      {"1_000", "\"1_000\""},
      {"_1", "_1"},
      {"1e3", "\"1e3\""},
      {"1e", "1e"},
      {".5", "\".5\""},
      {"5.", "\"5.\""},
      {".", "."},
      {"+1", "\"+1\""},
      {"+", "+"},
      {"1:30", "\"1:30\""},
      {"01:30", "01:30"},
      {"1:75", "1:75"},
      {"12:30:45", "\"12:30:45\""},
      {".inf", "\".inf\""},
      {"-.Inf", "\"-.Inf\""},
      {".nan", "\".nan\""},
      {"inf", "inf"},
      {"2024-01-01", "\"2024-01-01\""},
      {"2024-1-2", "\"2024-1-2\""},
      {"2024-01-01T10:00:00Z", "\"2024-01-01T10:00:00Z\""},
      {"2024-01-01-nightly", "2024-01-01-nightly"},
      {std::string(100, '1'), "\"" + std::string(100, '1') + "\""},
      {"1_" + std::string(100, '1'), "\"1_" + std::string(100, '1') + "\""},
      {std::string(5000, 'x') + " y", std::string(5000, 'x') + " y"},
      {"a\tb", "\"a\\tb\""},
      {"a\\b", "a\\b"},
      {"\\ #", "'\\ #'"},
      {"a\rb\x01", "\"a\\u000db\\u0001\""},
      {"\xc2\x85 \xe2\x80\xa8 \xef\xbb\xbf", "\"\\u0085 \\u2028 \\ufeff\""},
      {"\xff", "\"\xef\xbf\xbd\""}};
  for (const auto& [text, expected] : kRows) {
    INFO(text);
    CHECK(written(text_node(text)) == "k: " + expected + "\n");
    CHECK(write_yaml(text_node(text)) == expected + "\n");
    Arena arena;
    const Node map = MappingBuilder().set(text, {}, text_node("v")).build(arena, {});
    if (text.size() < 1000) CHECK(write_yaml(map) == expected + ": v\n");
  }
}

TEST_CASE("lines are a literal block where that shows all there is") {
  const std::vector<std::pair<std::string, std::string>> kRows = {
      {"a\nb", "|-\n  a\n  b\n"},
      {"a\nb\n", "|\n  a\n  b\n"},
      {"a\n\n", "|+\n  a\n\n"},
      {"a\n\n\nb", "|-\n  a\n\n\n  b\n"},
      {"\na\n", "|\n\n  a\n"},
      {"  a\nb\n", "|2\n    a\n  b\n"},
      {"\n a\nb", "|2-\n\n   a\n  b\n"},
      {"\ta\nb\n\n", "|2+\n  \ta\n  b\n\n"},
      {"a\n\tb\n", "|\n  a\n  \tb\n"},
      {"#!/bin/sh\necho \"a: b\" # c\n", "|\n  #!/bin/sh\n  echo \"a: b\" # c\n"},
      {"---\n...\n", "|\n  ---\n  ...\n"},
      {"a \nb", "\"a \\nb\""},
      {"a\n ", "\"a\\n \""},
      {"a\nb\t", "\"a\\nb\\t\""},
      {"\n", "\"\\n\""},
      {"\n\n", "\"\\n\\n\""},
      {"a\r\nb", "\"a\\u000d\\nb\""},
      {"a\n\xe2\x80\xa8", "\"a\\n\\u2028\""}};
  for (const auto& [text, expected] : kRows) {
    INFO(text);
    const std::string end = expected.ends_with('\n') ? "" : "\n";
    CHECK(written(text_node(text)) == "k: " + expected + end);
  }
}

TEST_CASE("a number is written so that all readers agree on it") {
  const std::vector<std::pair<std::string, std::string>> kRows = {
      {"0", "0"},
      {"-17", "-17"},
      {"+5", "5"},
      {"010", "10"},
      {"-007", "-7"},
      {"0o17", "15"},
      {"0x1F", "31"},
      {"0xFFFFFFFFFFFFFFFF", "18446744073709551615"},
      {"0x10000000000000000", "1.84467440737095516e+19"},
      {"0o7777777777777777777777777", "3.77789318629571617e+22"},
      {"123456789012345678901234567890", "123456789012345678901234567890"},
      {"1.5", "1.5"},
      {"1.50", "1.50"},
      {"1e3", "1.0e+3"},
      {"1E-3", "1.0E-3"},
      {"-1.5e3", "-1.5e+3"},
      {"1.5e+3", "1.5e+3"},
      {".5", "0.5"},
      {"-.5", "-0.5"},
      {"5.", "5.0"},
      {"+01.5", "1.5"},
      {"3.0", "3.0"},
      {"+.INF", ".inf"},
      {"-.Inf", "-.inf"},
      {".NaN", ".nan"},
      {"1e400", ".inf"},
      {"-1e400", "-.inf"}};
  for (const auto& [text, expected] : kRows) {
    CHECK(written(Node::scalar(resolve_plain(text), text, {})) == "k: " + expected + "\n");
  }
}

TEST_CASE("maps and lists are blocks, and empty ones stand in brackets") {
  CHECK(rewritten("{a: {}, b: [], c: ~, d: True, e: {f: [1, {g: h, i: [x]}, [2, [3]], [], {}]}}") ==
        "a: {}\n"
        "b: []\n"
        "c: null\n"
        "d: true\n"
        "e:\n"
        "  f:\n"
        "    - 1\n"
        "    - g: h\n"
        "      i:\n"
        "        - x\n"
        "    - - 2\n"
        "      - - 3\n"
        "    - []\n"
        "    - {}\n");
  CHECK(rewritten("[{args: [\"a\\n\"]}, \"b\\nc\"]") ==
        "- args:\n"
        "    - |\n"
        "      a\n"
        "- |-\n"
        "  b\n"
        "  c\n");
  CHECK(rewritten("[]") == "[]\n");
  CHECK(rewritten("{}") == "{}\n");
  CHECK(write_yaml(Node()) == "null\n");
  CHECK(write_yaml(text_node("a\nb\n")) == "\"a\\nb\\n\"\n");
}

TEST_CASE("a key too long to look ahead for is announced") {
  Arena arena;
  const std::string key(1500, 'x');
  const Node map = MappingBuilder().set(key, {}, text_node("v")).build(arena, {});
  const Node outer = MappingBuilder().set("k", {}, map).build(arena, {});
  CHECK(write_yaml(outer) == "k:\n  ? " + key + "\n  : v\n");
}

TEST_CASE("a secret is never written") {
  Arena arena;
  const Node secret = text_node("hunter2\nhunter2\n").with_secret();
  const Node number = Node::scalar(Kind::Integer, "4711", {}).with_secret();
  const std::vector<Node> items{secret, number};
  const Node list = Node::sequence(arena.copy(std::span<const Node>(items)), {});
  CHECK(write_yaml(list) == "- ‹secret›\n- ‹secret›\n");
  CHECK(write_yaml(secret) == "‹secret›\n");
  CHECK(write_yaml(list.with_secret()) == "‹secret›\n");
}

TEST_CASE("documents are parted by lines of dashes") {
  const std::vector<Node> roots{text_node("a"), text_node("b")};
  CHECK(write_yaml_documents(roots) == "a\n---\nb\n");
  CHECK(write_yaml_documents({}).empty());
  const std::string text = write_yaml_documents(roots);
  CHECK(Reading(text).documents.size() == 2);
  check_answers("kubectl's YAML reader", kubectl_reader(), {text}, {{"a", "b"}});
  check_answers("PyYAML", pyyaml_reader(), {text}, {{"a", "b"}});
}

TEST_CASE("what is written is read as the same tree by all readers") {
  std::vector<std::string> texts;
  std::vector<nlohmann::json> meant;
  for (unsigned seed = 0; seed < volume(3000); ++seed) {
    Arena arena;
    Trees trees(arena, seed);
    const Node root = seed % 2 == 0 ? trees.mapping(4) : trees.node(3);
    const std::string text = write_yaml(root);
    INFO("seed " << seed << "\n" << text);
    const Reading reading(text);
    REQUIRE(reading.documents.size() == 1);
    REQUIRE(reading.diagnostics.empty());
    const Node& again = reading.documents[0].root;
    const nlohmann::json expected = json_of(root);
    REQUIRE(json_of(again) == expected);
    REQUIRE(write_yaml(again) == text);
    texts.push_back(text);
    meant.push_back(expected.is_null() ? nlohmann::json::array()
                                       : nlohmann::json::array({expected}));
  }
  check_answers("kubectl's YAML reader", kubectl_reader(), texts, meant);
  check_answers("PyYAML", pyyaml_reader(), texts, meant);
}

// Otherwise quoting everything would pass.
TEST_CASE("no text is quoted without need") {
  const auto exempt = [](const std::string& text) {
    // Only kubectl's cutting of files minds these, or what stands before the last part of a clock.
    return text.starts_with("---") || text.starts_with("2024-") || text.starts_with("...");
  };
  Dice dice(7);
  std::vector<std::string> texts;
  std::vector<std::string> documents;
  std::vector<bool> ours;
  for (std::size_t i = 0; i < volume(3000); ++i) {
    const std::string text = nasty_text(dice);
    const bool quotable = text.find_first_of("\n\r\t\v\f_") == std::string::npos && !exempt(text);
    if (!quotable || is_safe_plain(text) || std::count(text.begin(), text.end(), '"') > 0) continue;
    texts.push_back(text);
    documents.push_back("k:\n  - " + text + "\n  - " + text + ": " + text + "\n");
    const Reading reading(documents.back());
    const nlohmann::json expected = {{"k", {text, {{text, text}}}}};
    ours.push_back(reading.documents.size() == 1 && reading.diagnostics.empty() &&
                   json_of(reading.documents[0].root) == expected);
  }
  REQUIRE(texts.size() > 100);
  const auto go = ask_reader(kubectl_reader(), documents);
  const auto python = ask_reader(pyyaml_reader(), documents);
  if (!go || !python) {
    WARN("skipped: kubectl's YAML reader and PyYAML are not both there");
    return;
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const nlohmann::json document = {{"k", {texts[i], {{texts[i], texts[i]}}}}};
    const nlohmann::json expected = nlohmann::json::array({document});
    INFO(texts[i]);
    CHECK_FALSE((ours[i] && (*go)[i] == Answer(expected) && (*python)[i] == Answer(expected)));
  }
}

}  // namespace launch::tests
