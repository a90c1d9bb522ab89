// The YAML and JSON reader: kinds, places, findings, limits. The yaml-test-suite has a file of its
// own.
#include "compiler/document/read_yaml.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "compiler/document/yaml_rules.h"
#include "tests/catch.h"
#include "tests/outline.h"
#include "tests/source_dir.h"

namespace launch::tests {
namespace {

using namespace std::string_view_literals;

struct Row {
  std::string_view text;
  std::string_view expected;  // as outline() writes it
};

const Row kDocuments[] = {
    {"a: 1", "{a@0-1: int 1@3-4}@0-4"},
    {"a: [1, x]", "{a@0-1: [int 1@4-5, str x@7-8]@3-9}@0-9"},
    {"", ""},
    {"# only a comment\n", ""},
    {"---\n---\na\n", "str a@8-9"},
    {"a: {b: c, d: }", "{a@0-1: {b@4-5: str c@7-8, d@10-11: ~@13-13}@3-14}@0-14"},
    {"a:\n- x\n-   y\n\nb: z\n",
     "{a@0-1: [str x@5-6, str y@11-12]@3-12, b@14-15: str z@17-18}@0-18"},
    {"a:\n  b: 1\n\n\n# end\nc: 2\n", "{a@0-1: {b@5-6: int 1@8-9}@5-9, c@18-19: int 2@21-22}@0-22"},
    {"'x y': \"z\\n\"", "{x y@0-5: str z\n@7-12}@0-12"},
    {"\"k\": 'it''s'", "{k@0-3: str it's@5-12}@0-12"},
    {"a: one\n  two\n", "{a@0-1: str one two@3-12}@0-12"},
    {"a: |\n  x\n   y\n\nb: 1\n", "{a@0-1: str x\n y\n@3-13, b@15-16: int 1@18-19}@0-19"},
    {"a: |+\n  x\n\nb: 1\n", "{a@0-1: str x\n\n@3-11, b@11-12: int 1@14-15}@0-15"},
    {"a: >-\n  x\n  y\n", "{a@0-1: str x y@3-13}@0-13"},
    {"a: |  # why\n  x\n", "{a@0-1: str x\n@3-15}@0-15"},
    {"a: |\n  x", "{a@0-1: str x@3-8}@0-8"},
    {"a: |2\n   x\n", "{a@0-1: str  x\n@3-10}@0-10"},
    {"a: null\nb: ~\nc:\nd: Null\n",
     "{a@0-1: ~@3-7, b@8-9: ~@11-12, c@13-14: ~@15-15, d@16-17: ~@19-23}@0-23"},
    {"a: yes\nb: 0o17\nc: 0x1F\nd: 1e3\ne: .5\nf: -.inf\ng: 010\nh: 1_000\n",
     "{a@0-1: str yes@3-6, b@7-8: int 0o17@10-14, c@15-16: int 0x1F@18-22, d@23-24: float "
     "1e3@26-29, e@30-31: float .5@33-35, f@36-37: float -.inf@39-44, g@45-46: int 010@48-51, "
     "h@52-53: str 1_000@55-60}@0-60"},
    {"a: !!str 1\nb: !!int \"2\"\nc: !!float 3\nd: ! 4\ne: !!null ''\n",
     "{a@0-1: str 1@9-10, b@11-12: int 2@20-23, c@24-25: float 3@35-36, d@37-38: str 4@42-43, "
     "e@44-45: ~@54-56}@0-56"},
    {"a: !append [1]\nb: !remove\nc: !replace {x: y}\nd: !prepend\n- z\n",
     "{a@0-1: !append [int 1@12-13]@11-14, b@15-16: !remove ~@18-25, c@26-27: !replace {x@39-40: "
     "str y@42-43}@38-44, d@45-46: !prepend [str z@59-60]@57-60}@0-60"},
    {"x: &a {b: 1}\ny: *a\n",
     "{x@0-1: {b@7-8: int 1@10-11}@6-12, y@13-14: {b@7-8: int 1@10-11}@6-12<-@16-18}@0-18"},
    {"x: &a\n  b: 1\ny: *a\n",
     "{x@0-1: {b@8-9: int 1@11-12}@8-12, y@13-14: {b@8-9: int 1@11-12}@8-12<-@16-18}@0-18"},
    {"x: &a 1\n*a : z\n", "{x@0-1: int 1@6-7, 1@8-10: str z@13-14}@0-14"},
    {"1: a\ntrue: b\n1.0: c\n'': d\n",
     "{1@0-1: str a@3-4, true@5-9: str b@11-12, 1.0@13-16: str c@18-19, @20-22: str d@24-25}@0-25"},
    {"x: &a {b: 1, c: 2}\ny:\n  d: 0\n  <<: *a\n  c: 3\n",
     "{x@0-1: {b@7-8: int 1@10-11, c@13-14: int 2@16-17}@6-18, y@19-20: {d@24-25: int 0@27-28, "
     "b@7-8: int 1@10-11<-@35-37, c@40-41: int 3@43-44}@24-44}@0-44"},
    {"x: &a {b: 1}\ny: &b {b: 2, c: 3}\nz: {<<: [*a, *b], d: 4}\n",
     "{x@0-1: {b@7-8: int 1@10-11}@6-12, y@13-14: {b@20-21: int 2@23-24, c@26-27: int "
     "3@29-30}@19-31, z@32-33: {b@7-8: int 1@10-11<-@41-43, c@26-27: int 3@29-30<-@45-47, d@50-51: "
     "int 4@53-54}@35-55}@0-55"},
    {"x: {<<: {b: 1}}\n", "{x@0-1: {b@9-10: int 1@12-13}@3-15}@0-15"},
    {"'<<': 1\n", "{<<@0-4: int 1@6-7}@0-7"},
    {"a: 1\n---\nb: 2\n...\n---\nc: 3\n",
     "{a@0-1: int 1@3-4}@0-4\n{b@9-10: int 2@12-13}@9-13\n{c@22-23: int 3@25-26}@22-26"},
    {"[a: b, c]\n", "[{a@1-2: str b@4-5}@1-5, str c@7-8]@0-9"},
    {"- - a\n  - b\n- c: d\n  e: f\n",
     "[[str a@4-5, str b@10-11]@2-11, {c@14-15: str d@17-18, e@21-22: str f@24-25}@14-25]@0-25"},
    {"? a\n: b\n? c\n", "{a@2-3: str b@6-7, c@10-11: ~@11-11}@0-11"},
    {"\xef\xbb\xbf"
     "a: 1",
     "{a@3-4: int 1@6-7}@3-7"},
    {"\xd0\xba\xd0\xbb\xd1\x8e\xd1\x87: "
     "\"\xd0\xb7\xd0\xbd\xd0\xb0\xd1\x87\xd0\xb5\xd0\xbd\xd0\xb8\xd0\xb5\"\nb: [\xc3\xa9, "
     "'\xc3\xbc']\n",
     "{\xd0\xba\xd0\xbb\xd1\x8e\xd1\x87@0-8: str "
     "\xd0\xb7\xd0\xbd\xd0\xb0\xd1\x87\xd0\xb5\xd0\xbd\xd0\xb8\xd0\xb5@10-28, b@29-30: [str "
     "\xc3\xa9@33-35, str \xc3\xbc@37-41]@32-42}@0-42"},
    {"a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 3\r\n",
     "{a@0-1: int 1@3-4, b@6-7: str x\ny\n@9-20, c@22-23: int 3@25-26}@0-26"},
    {"{\"a\": [1, -0.5e3, true, null, \"x\"], \"b\": {}}\n",
     "{a@1-4: [int 1@7-8, float -0.5e3@10-16, bool true@18-22, ~@24-28, str x@30-33]@6-34, "
     "b@36-39: {}@41-43}@0-44"},
    {" [\"\\ud83d\\ude00\", \"\\u00e9\\n\\/\"]",
     "[str \xf0\x9f\x98\x80@2-16, str \xc3\xa9\n/@18-30]@1-31"},
    {"{\"a\": \"\xe2\x80\xa8\"}", "{a@1-4: str \xe2\x80\xa8@6-11}@0-12"},
    {"%YAML 1.1\n---\na: no\n", "{a@14-15: str no@17-19}@14-19"},
    {"a: &x !!str 1\nb: !!str &y 2\n", "{a@0-1: str 1@12-13, b@14-15: str 2@26-27}@0-27"},
    {"{a: 1}\n--- {b: 2}\n", "{a@1-2: int 1@4-5}@0-6\n{b@12-13: int 2@15-16}@11-17"},
    {"a: [\n  1,  # one\n  2\n]\nb: c\n",
     "{a@0-1: [int 1@7-8, int 2@19-20]@3-22, b@23-24: str c@26-27}@0-27"},
    {"a: \"\\U0001F600\"\n", "{a@0-1: str \xf0\x9f\x98\x80@3-15}@0-15"},
};

const Row kMistakes[] = {
    {"a: 1\nb: 2\na: 3\na: 4\n",
     "yaml/duplicate-key@10-11 the key \"a\" stands twice in this map; note@0-1 first written "
     "here\nyaml/duplicate-key@15-16 the key \"a\" stands twice in this map; note@0-1 first "
     "written here"},
    {"{\"a\": 1, \"a\": 2}",
     "yaml/duplicate-key@9-12 the key \"a\" stands twice in this map; note@1-4 first written here"},
    {"{\"a\": \"\\ud83d\"}",
     "yaml/bad-encoding@7-13 this escape is one half of a surrogate pair, which is no character"},
    {"{\"a\": \"\\ud83d\"", "yaml/syntax@7-13 this escape names no character"},
    {"a: !apend [1]\nb: !!set {x}\n",
     "yaml/unknown-tag@3-9 the tag \"!apend\" has no meaning here; known are \"!append\", "
     "\"!prepend\", \"!replace\", \"!remove\", \"!!str\", \"!!int\", \"!!float\", \"!!bool\", "
     "\"!!null\", \"!!map\" or \"!!seq\"; did you mean \"!append\"?\nyaml/unknown-tag@17-22 the "
     "tag \"!!set\" has no meaning here; known are \"!append\", \"!prepend\", \"!replace\", "
     "\"!remove\", \"!!str\", \"!!int\", \"!!float\", \"!!bool\", \"!!null\", \"!!map\" or "
     "\"!!seq\"; did you mean \"!!seq\"?"},
    {"a: !!int x\nb: !!map []\nc: !!seq x\n",
     "yaml/bad-tag-value@9-10 the tag !!int does not fit \"x\"\nyaml/bad-tag-value@20-21 the tag "
     "!!map does not fit a list\nyaml/bad-tag-value@32-33 the tag !!seq does not fit \"x\""},
    {"? [a]\n: 1\n",
     "yaml/bad-key@2-5 a list cannot be a key; keys are texts; put the key in quotes if a text is "
     "meant"},
    {"? {a: b}\n: 1\n",
     "yaml/bad-key@2-8 a map cannot be a key; keys are texts; put the key in quotes if a text is "
     "meant"},
    {"~: 1\n", "yaml/bad-key@0-1 null cannot be a key; put it in quotes"},
    {"null: 1\n", "yaml/bad-key@0-4 null cannot be a key; put it in quotes"},
    {"!append a: 1\n", "yaml/bad-key@8-9 a merge tag stands before a value, not before a key"},
    {"image: {{name}}\n",
     "yaml/bad-key@8-14 a template variable has to stand in quotes: without them {{ is a map "
     "within a map; write \"{{name}}\""},
    {"image: {{name}}:1\n",
     "yaml/syntax@7-17 a value that starts with {{ has to stand in quotes; write \"{{name}}:1\""},
    {"a: *b\n",
     "yaml/unknown-alias@3-5 no anchor &b stands before this alias; a text that starts with * has "
     "to be quoted"},
    {"a: &base 1\nb: *bsae\n",
     "yaml/unknown-alias@14-19 no anchor &bsae stands before this alias; did you mean \"base\"?"},
    {"args: *.py\n",
     "yaml/syntax@6-7 a value that starts with * is an alias; a text has to stand in quotes"},
    {"a: &x [1, *x]\n",
     "yaml/alias-loop@10-12 the alias \"x\" stands inside the value it repeats; note@6-7 the value "
     "starts here"},
    {"a: &x {b: &y {c: *x}}\n",
     "yaml/alias-loop@17-19 the alias \"x\" stands inside the value it repeats; note@6-7 the value "
     "starts here"},
    {"<<: 1\n", "yaml/bad-merge@4-5 << wants a map or a list of maps, and this is an integer"},
    {"x: &a 1\ny:\n  <<: *a\n",
     "yaml/bad-merge@17-19 << wants a map or a list of maps, and this is an integer; note@6-7 the "
     "value stands here"},
    {"<<: {a: 1}\n<<: {b: 2}\n",
     "yaml/duplicate-key@11-13 the key \"<<\" stands twice in this map; note@0-2 first written "
     "here; merge several maps with <<: [*first, *second]"},
    {"a: 1\n\tb: 2\n", "yaml/syntax@5-6 a tab is used for indentation; YAML wants spaces"},
    {"a: @x\n", "yaml/syntax@3-4 a value cannot start with \"@\"; put it in quotes"},
    {"foo: 1\nbar\nbaz: 2\n",
     "yaml/syntax@7-10 no \":\" after \"bar\"; a key and a colon are expected here"},
    {"foo: 1\nbar=2\n",
     "yaml/syntax@7-12 no \":\" after \"bar=2\"; a key and a colon are expected here; write key: "
     "value, not key=value"},
    {"a: 1\nimage:x\nb: 2\n", "yaml/syntax@10-11 a space is missing after the colon"},
    {"resource:docker\nimage: x\n", "yaml/syntax@8-9 a space is missing after the colon"},
    {"a: b: c\n",
     "yaml/syntax@4-5 a second \": \" on this line; a value that holds one has to stand in quotes; "
     "write \"b: c\""},
    {"a: 1\n  b: 2\n",
     "yaml/syntax@8-9 a key cannot stand here, because the line above has a value already; check "
     "the indentation"},
    {"a:\n    b: 1\n  c: 2\n",
     "yaml/syntax@14-15 this line starts in column 3, which fits no line above; note@0-1 the keys "
     "of this map start in column 1"},
    {"a:\n- b\nc\n", "yaml/syntax@7-8 no \":\" after \"c\"; a key and a colon are expected here"},
    {"a: b\n- c\n",
     "yaml/syntax@5-6 a list item stands where a key of the map is expected; note@0-1 the map "
     "starts here"},
    {"- a\nb: c\n",
     "yaml/syntax@4-5 an item of the list, with \"- \" before it, is expected here; note@0-1 the "
     "items of this list start in column 1"},
    {"a: [1, 2\nb: 3\n",
     "yaml/syntax@3-4 the \"[\" that is opened here is not closed before the next key; note@9-10 "
     "the next key"},
    {"a: [1, 2\n", "yaml/syntax@3-4 the \"[\" that is opened here is never closed"},
    {"a: {b: 1\n  c: 2}\n",
     "yaml/syntax@11-12 \",\" or \"}\" is expected before this; note@3-4 the \"{\" is opened here"},
    {"a: \"b\nc: d\n", "yaml/syntax@3-4 the quote that is opened here is never closed"},
    {"a: \"b\n---\nc: d\n",
     "yaml/syntax@3-4 the quote that is opened here is never closed; note@6-9 the next document "
     "starts here"},
    {"a: \"b\" c\n",
     "yaml/syntax@7-8 text after the closing quote; one pair of quotes has to hold the whole "
     "value"},
    {"a: [b] c\n",
     "yaml/syntax@7-8 text after the closing bracket; a text that starts with a bracket has to "
     "stand in quotes"},
    {"a: \"\\d\"\n",
     "yaml/syntax@4-6 double quotes know no escape \\d; write \\\\d, or use single quotes"},
    {"a: \"\\ud83d\\ude00\"\n",
     "yaml/syntax@4-16 YAML has no surrogate pairs; only files that are JSON as a whole may hold "
     "them; write \\U0001F600"},
    {"a: \"\\ud83d\"\n", "yaml/syntax@4-10 this escape names no character"},
    {"a: \"\\xg0\"\n",
     "yaml/syntax@6-7 hexadecimal digits are missing here: \\x wants 2, \\u wants 4 and \\U wants "
     "8"},
    {"a: & b\n",
     "yaml/syntax@3-4 a value that starts with & is an anchor; a text has to stand in quotes"},
    {"a: !e!x b\n", "yaml/syntax@3-6 no %TAG line declares the tag prefix \"!e!\""},
    {"a: | x\n  y\n",
     "yaml/syntax@5-6 the text of a block has to start on the next line; note@3-4 the block starts "
     "here"},
    {"a: - b\n",
     "yaml/syntax@3-4 a list item cannot start here; put it on a line of its own, or quote a text "
     "that starts with \"- \""},
    {": a\nb: c\n", "yaml/syntax@0-1 there is no key before the \":\""},
    {"a: ]\n",
     "yaml/syntax@3-4 a value is expected here; a text that starts with \"]\" has to stand in "
     "quotes"},
    {"a: [\n", "yaml/syntax@3-4 the \"[\" that is opened here is never closed"},
    {"{a: 1}\nb\n",
     "{a@1-2: int 1@4-5}@0-6\nyaml/syntax@7-8 the document ends before this line; check the "
     "indentation, or put --- between two documents"},
    {"a: 1\n...\nb: 2\n",
     "{a@0-1: int 1@3-4}@0-4\nyaml/syntax@9-10 a document that follows ... has to start with a "
     "line ---"},
    {"%YAML 1.3\n---\na: 1\n", "yaml/syntax@0-1 this YAML version is not known; 1.1 and 1.2 are"},
    {"%FOO\n",
     "yaml/syntax@0-1 a line that starts with % is a directive, and only %YAML and %TAG are known; "
     "a text has to stand in quotes"},
    {"a: 1\n---\nb: [\n",
     "{a@0-1: int 1@3-4}@0-4\nyaml/syntax@12-13 the \"[\" that is opened here is never closed"},
    {"a: 1\na: 2\n---\nb: 3\n",
     "{b@14-15: int 3@17-18}@14-18\nyaml/duplicate-key@5-6 the key \"a\" stands twice in this map; "
     "note@0-1 first written here"},
    {"a: \x07\n",
     "yaml/bad-encoding@3-4 the control character U+0007 does not belong in a text file"},
    {"a: b\xff"
     "c\n",
     "yaml/bad-encoding@4-5 the byte 0xFF is not UTF-8; save the file as UTF-8"},
    {"\xff\xfe"
     "a\x00"sv,
     "yaml/bad-encoding@0-1 the file is UTF-16; save it as UTF-8"},
    {"a\x00"
     "b"sv,
     "yaml/bad-encoding@0-1 the file is UTF-16; save it as UTF-8"},
    {"a: \xe2\x80\xa8\n",
     "yaml/bad-encoding@3-6 the character U+2028 is a line break for YAML 1.1 and none for YAML "
     "1.2; write \\u2028 in double quotes"},
    {"a: \x7f\n",
     "yaml/bad-encoding@3-4 the character U+007F is not allowed in YAML; write \\u007f in double "
     "quotes"},
    {"a: 1\n\xef\xbb\xbf"
     "b: 2\n",
     "yaml/bad-encoding@5-8 a byte order mark (U+FEFF) in the middle of the file; were two files "
     "joined?"},
    {"a: \xed\xa0\x80", "yaml/bad-encoding@3-4 the byte 0xED is not UTF-8; save the file as UTF-8"},
    {"{?a: b}\n", "yaml/syntax@1-3 a text that starts with \"?\" has to stand in quotes"},
    {"a: &b:c d\n",
     "yaml/syntax@3-7 an anchor's name may hold letters, digits, \"-\" and \"_\" only"},
    {"a: {b:c}\nd: {'e':f, g: {h::}}\n",
     "yaml/syntax@26-27 in brackets a \":\" has to be followed by a blank, or the text to stand in "
     "quotes"},
    {"a: \"x\ny\": 1\n", "yaml/syntax@8-9 a quoted key has to stand on one line"},
};

std::string repeat(std::string_view piece, std::size_t count) {
  std::string text;
  text.reserve(piece.size() * count);
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

std::string_view first_rule(const Reading& reading) {
  return reading.diagnostics.empty() ? ""sv : reading.diagnostics.all()[0].rule->id;
}

}  // namespace

TEST_CASE("YAML and JSON become nodes that stand where they are written") {
  for (const Row& row : kDocuments) {
    INFO(row.text);
    const Reading reading{std::string(row.text)};
    CHECK(outline(reading) == row.expected);
    for (const Document& document : reading.documents) {
      CHECK(SpanChecker(reading.sources, reading.id).check(document) == "");
      for_each_written(document.root, [&](const Node& node) {
        if (node.is_scalar()) CHECK(rereads(node, reading.sources));
      });
    }
  }
}

// Real files: the examples, and the collected ones where they are.
TEST_CASE("in real files every value reads the same from its own place") {
  std::vector<std::filesystem::path> folders{source_dir() / "examples"};
  if (const char* shared = std::getenv("LAUNCH_SHARED_DIR")) {
    folders.push_back(std::filesystem::path(shared) / "corpus");
  }
  std::size_t files = 0;
  for (const auto& folder : folders) {
    if (!std::filesystem::exists(folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const auto ending = entry.path().extension();
      if (ending != ".yaml" && ending != ".yml" && ending != ".json") continue;
      ++files;
      INFO(entry.path().string());
      std::ifstream file(entry.path(), std::ios::binary);
      const Reading reading(std::string(std::istreambuf_iterator<char>(file), {}));
      for (const Document& document : reading.documents) {
        CHECK(SpanChecker(reading.sources, reading.id).check(document) == "");
        for_each_written(document.root, [&](const Node& node) {
          INFO(reading.sources.describe(node.span()));
          if (node.is_scalar()) CHECK(rereads(node, reading.sources));
        });
      }
    }
  }
  CHECK(files > 5);
}

TEST_CASE("mistakes are told where a person would look") {
  for (const Row& row : kMistakes) {
    INFO(row.text);
    CHECK(outline(Reading{std::string(row.text)}) == row.expected);
  }
  const Reading long_key(repeat("a", 1100) + ": 1\n");
  CHECK(outline(long_key) == "yaml/syntax@1100-1101 a key may have at most 1024 characters");
}

TEST_CASE("a text that is written as it is meant is not copied") {
  const Reading reading("a: plain\nb: 'single'\nc: \"double\"\nd: 'it''s'\n");
  const std::string_view text = reading.sources.text(reading.id);
  const auto is_view = [&](const char* key) {
    const std::string_view value = reading.documents[0].root.find(key)->as_string();
    return value.data() >= text.data() && value.data() < text.data() + text.size();
  };
  CHECK(is_view("a"));
  CHECK(is_view("b"));
  CHECK(is_view("c"));
  CHECK_FALSE(is_view("d"));
}

TEST_CASE("a tagged text is not taken for a plain one") {
  const Reading reading("a: !!str yes\nb: ! no\nc: on\n");
  const Node& root = reading.documents[0].root;
  CHECK(root.find("a")->style() != Node::Style::Plain);
  CHECK(root.find("b")->style() != Node::Style::Plain);
  CHECK(root.find("c")->style() == Node::Style::Plain);
}

TEST_CASE("documents are counted as they are written") {
  const Reading reading("a: 1\n---\n# nothing\n---\nb: 1\nb: 2\n---\nc: 3\n");
  REQUIRE(reading.documents.size() == 2);
  CHECK(reading.documents[0].index == 0);
  CHECK(reading.documents[1].index == 3);
}

TEST_CASE("launch comments are found, and only in comments") {
  const Reading reading(R"(# launch: kind=queue  see below
---
a: 1  # launch: ignore[x/y, z]  because
b: "# launch: ignore[no]"
c: '
  # launch: ignore[no]'
script: |  # launch: ignore[yes]
  # launch: ignore[no]
  echo
  # launch: ignore[no]
# launch: ignroe[x]
#launch: true
#launch:ignore[close]
d: x#launch:ignore[no]
e: [a,  # launch: ignore[]
  b]  # launch: kind= job # launch: ignore[no]
... # launch: ignore[end]
# launch: kind=job
---
x: 1
# launch: ignore[last]
)");
  CHECK(outline(reading.diagnostics) == "");
  REQUIRE(reading.documents.size() == 2);
  std::string found;
  for (const Document& document : reading.documents) {
    for (const Directive& directive : document.directives) {
      const char* kind = directive.kind == Directive::Kind::Ignore         ? "ignore "
                         : directive.kind == Directive::Kind::DocumentKind ? "kind "
                                                                           : "unknown ";
      found += kind + std::string(directive.argument) + "|" + std::string(directive.reason) + "|" +
               std::string(reading.sources.text(directive.span)) + "\n";
    }
    found += "--\n";
  }
  CHECK(found == R"(kind queue|see below|# launch: kind=queue  see below
ignore x/y, z|because|# launch: ignore[x/y, z]  because
ignore yes||# launch: ignore[yes]
unknown ||# launch: ignroe[x]
ignore close||#launch:ignore[close]
unknown ||# launch: ignore[]
kind job|# launch: ignore[no]|# launch: kind= job # launch: ignore[no]
--
ignore end||# launch: ignore[end]
kind job||# launch: kind=job
ignore last||# launch: ignore[last]
--
)");
}

TEST_CASE("plain scalars are typed as YAML 1.2 says, and what YAML 1.1 makes of them is known") {
  struct Scalar {
    std::string_view text;
    Kind kind;
    std::string_view yaml11;  // checked against PyYAML 6.0.3
  };
  const Scalar scalars[] = {
      {"", Kind::Null, ""},
      {"~", Kind::Null, ""},
      {"null", Kind::Null, ""},
      {"nULL", Kind::String, ""},
      {"true", Kind::Bool, ""},
      {"False", Kind::Bool, ""},
      {"tRue", Kind::String, ""},
      {"yes", Kind::String, "a boolean"},
      {"NO", Kind::String, "a boolean"},
      {"On", Kind::String, "a boolean"},
      {"off", Kind::String, "a boolean"},
      {"y", Kind::String, ""},
      {"n", Kind::String, ""},
      {"0", Kind::Integer, ""},
      {"-12", Kind::Integer, ""},
      {"+1", Kind::Integer, ""},
      {"007", Kind::Integer, ""},
      {"010", Kind::Integer, "an octal number"},
      {"08", Kind::Integer, "a text"},
      {"0o17", Kind::Integer, "a text"},
      {"0o8", Kind::String, ""},
      {"0x1F", Kind::Integer, ""},
      {"+0x1F", Kind::String, "an integer"},
      {"0b11", Kind::String, "a binary number"},
      {"1_000", Kind::String, "an integer"},
      {"1_0.5", Kind::String, "a number"},
      {"1:30", Kind::String, "a base 60 number"},
      {"1:60", Kind::String, ""},
      {"01:30", Kind::String, ""},
      {"1:30.5", Kind::String, "a base 60 number"},
      {"1.5", Kind::Float, ""},
      {"1.", Kind::Float, ""},
      {".5", Kind::Float, ""},
      {"-.5", Kind::Float, "a text"},
      {"1e3", Kind::Float, "a text"},
      {"1.5e3", Kind::Float, "a text"},
      {"1.5e+3", Kind::Float, ""},
      {"3e-4", Kind::Float, "a text"},
      {".inf", Kind::Float, ""},
      {"-.INF", Kind::Float, ""},
      {".NaN", Kind::Float, ""},
      {"+.nan", Kind::String, ""},
      {"2024-01-01", Kind::String, "a date"},
      {"2024-1-1", Kind::String, ""},
      {"2024-01-01 10:00:00", Kind::String, "a timestamp"},
      {"2001-12-14t21:59:43.10-05:00", Kind::String, "a timestamp"},
      {"=", Kind::String, "the reserved sign \"=\", which it cannot read"},
      {".", Kind::String, ""},
      {"-", Kind::String, ""},
      {"+", Kind::String, ""},
      {"1.2.3", Kind::String, ""},
      {"e3", Kind::String, ""},
      {"1e", Kind::String, ""},
      {"0x", Kind::String, ""},
  };
  for (const Scalar& scalar : scalars) {
    INFO(scalar.text);
    CHECK(resolve_plain(scalar.text) == scalar.kind);
    CHECK(yaml11_meaning(scalar.text) == scalar.yaml11);
  }
}

TEST_CASE("limits are kept, each with its own finding") {
  ReadLimits limits;
  limits.depth = 3;
  CHECK(outline(Reading("[[[1]]]", limits).diagnostics) == "");
  CHECK(outline(Reading("[[[[1]]]]", limits)) ==
        "yaml/too-deep@3-4 values are nested too deeply; the limit is 3");
  CHECK(outline(Reading("- - - - 1", limits)) ==
        "yaml/too-deep@6-7 values are nested too deeply; the limit is 3");
  CHECK(outline(Reading("a: &a [1]\nb: &b [*a]\nc: [*b]\n", limits)) ==
        "yaml/too-deep@25-27 the alias nests values too deeply; the limit is 3; note@16-20 the "
        "value stands here");
  limits.file_bytes = 4;
  CHECK(outline(Reading("a: 12", limits)) ==
        "yaml/too-large@0-0 the file has 5 bytes; the limit is 4");
  limits = {};
  limits.nodes = 4;
  CHECK(outline(Reading("a: 1\n---\nb: 1\n", limits)) ==
        "{a@0-1: int 1@3-4}@0-4\nyaml/too-many-values@9-10 the file holds too many values; the "
        "limit is 4");
  limits = {};
  limits.expanded_nodes = 20;
  CHECK(outline(Reading("a: &a [1, 1, 1, 1]\nb: &b [*a, *a]\nc: [*b]", limits)) ==
        "yaml/alias-bomb@38-40 aliases make too many values; the limit is 20; note@25-33 this "
        "value stands for 11 values");
}

TEST_CASE("a hundred mistakes are enough") {
  const Reading reading(repeat("a: 1\n", 1000));
  CHECK(reading.diagnostics.error_count() == 100);
  CHECK(reading.diagnostics.all().back().notes.back().message ==
        "too many mistakes: reading stops here");
}

TEST_CASE("many keys are compared quickly and once each") {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "key" + std::to_string(i) + ": 1\n";
  CHECK(Reading(text).diagnostics.empty());
  const Reading reading(text + "key17: 2\nkey4999: 3\nkey17: 4\n");
  REQUIRE(reading.diagnostics.error_count() == 3);
  const Diagnostic found = reading.diagnostics.sorted()[2];
  CHECK(reading.sources.describe(found.span) == "test.yaml:5003:1");
  CHECK(reading.sources.describe(found.notes[0].span) == "test.yaml:18:1");
}

// Each of these took more than quadratic time or all memory in some reader.
TEST_CASE("hostile texts end soon") {
  constexpr std::size_t kMany = 1U << 20U;
  std::string tags;
  std::string anchors;
  for (int i = 0; i < 20000; ++i) {
    tags += "%TAG !a" + std::to_string(i) + "! b\n";
    anchors += "- &a" + std::to_string(i) + " x\n- *b" + std::to_string(i) + "\n";
  }
  std::string laughs = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    const std::string before = "*" + std::string(1, static_cast<char>(c - 1));
    laughs += std::string(1, c) + ": &" + c + " [" + repeat(before + ", ", 9) + before + "]\n";
  }
  const std::pair<std::string, std::string_view> texts[] = {
      {repeat("[", kMany), "yaml/too-deep"},
      {repeat("{a: ", kMany), "yaml/too-deep"},
      {repeat("[\n", kMany), "yaml/too-deep"},
      {repeat("{\"a\":", kMany), "yaml/too-deep"},
      {repeat("- ", kMany), "yaml/too-deep"},
      {repeat("? ", kMany), "yaml/too-deep"},
      {laughs, "yaml/alias-bomb"},
      {tags, "yaml/too-many-values"},
      {anchors, "yaml/unknown-alias"},
      {"a: \"" + repeat("b\n", kMany), "yaml/syntax"},
      {"a" + repeat(":", kMany), "yaml/syntax"},
      {"a: !" + repeat("x", kMany), "yaml/unknown-tag"},
      {repeat("# launch: ", kMany / 10), ""},
      {"a: " + repeat("b\n  ", kMany), ""},
      {"a: |+\n" + repeat("\n", kMany), ""},
      {"a: '" + repeat("# launch: ignore[ ", kMany / 18) + "'", ""},
      {"a: \xC3\xA9" + repeat(" \xD1\x8F", kMany / 2), ""},
  };
  for (const auto& [text, rule] : texts) {
    INFO(text.substr(0, 40));
    const auto start = std::chrono::steady_clock::now();
    CHECK(first_rule(Reading(text)) == rule);
    // Milliseconds; the bound leaves room for sanitizers on a busy machine.
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
  }
}

TEST_CASE("every YAML rule explains itself") {
  for (const Rule* rule : kYamlRules) {
    INFO(rule->id);
    CHECK(rule->id.starts_with("yaml/"));
    CHECK(rule->help.find("Source: ") != std::string_view::npos);
  }
}

}  // namespace launch::tests
