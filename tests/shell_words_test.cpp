#include "compiler/spec/shell_words.h"

#include "tests/catch.h"
#include "tests/run_launch.h"

namespace launch {
namespace {

std::string split_dump(const std::string& text) {
  const SplitText split = split_words(text);
  if (split.open_quote) return "open quote at " + std::to_string(*split.open_quote);
  std::string dumped;
  for (const ShellWord& word : split.words) dumped += "[" + word.text + "]";
  return dumped;
}

}  // namespace

TEST_CASE("strings split as a shell would") {
  struct Row {
    const char* text;
    const char* dumped;
  };
  constexpr Row kRows[] = {
      {"", ""},
      {"  ", ""},
      {"python train.py", "[python][train.py]"},
      {"a\t b\nc", "[a][b][c]"},
      {"'a b' \"c d\"", "[a b][c d]"},
      {"a'b'\"c\"d", "[abcd]"},
      {"''", "[]"},
      {"a\\ b", "[a b]"},
      {"\"a\\\"b\\n\"", "[a\"b\\n]"},
      {"'a\\'", "[a\\]"},
      {"$HOME ~ * ; |", "[$HOME][~][*][;][|]"},
      {"it's", "open quote at 2"},
      {"\"open", "open quote at 0"},
      {"trailing\\", "[trailing\\]"},
  };
  for (const Row& row : kRows) {
    INFO(row.text);
    CHECK(split_dump(row.text) == row.dumped);
  }
}

TEST_CASE("quoted words come back through a real shell") {
  const std::vector<std::string> kWords{
      "plain", "",   "a b",  "it's", "\"q\"", "$HOME",   "`x`",   "a\\b", "*",  "~",
      "é😀",    "-n", "a\nb", "!x",   "#x",    "a;b|c&d", "{a,b}", "a=b",  "\t", "[x]"};
  const tests::TempFolder folder;
  std::string line = "printf '%s\\0'";
  std::string expected;
  for (const std::string& word : kWords) {
    line += " " + shell_quote(word);
    expected += word + '\0';
  }
  CHECK(tests::run_shell(line, folder.path()).out == expected);
}

TEST_CASE("splitting undoes quoting") {
  for (const std::string word : {"a b", "it's", "\"", "\\", "x\ny", "$(x)"}) {
    const SplitText split = split_words(shell_quote(word));
    REQUIRE(split.words.size() == 1);
    CHECK(split.words[0].text == word);
  }
}

}  // namespace launch
