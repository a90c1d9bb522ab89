#include "compiler/document/template.h"

#include "tests/catch.h"

namespace launch {

TEST_CASE("texts split into pieces") {
  struct Row {
    const char* text;
    const char* dumped;
  };
  constexpr Row kRows[] = {
      {"", ""},
      {"plain", "[plain]"},
      {"{{b}}", "[{b}]"},
      {"a-{{ b }}-c", "[a-][{b}][-c]"},
      {"{{variable-name}}{{x.y}}", "[{variable-name}][{x.y}]"},
      {"{{.Id}}", "[{{.Id}}]"},
      {"{{ a | b }}", "[{{ a | b }}]"},
      {"{{a}", "[{{a}]"},
      {"{{}}", "[{{}}]"},
      {"{{{a}}}", "[{][{a}][}]"},
      {"${run_id}", "[$run_id]"},
      {"$<run_id>", "[$run_id]"},
      {"$${run_id}", "[=${run_id}]"},
      {"$$<run_id>", "[=$<run_id>]"},
      {"$$${x}", "[$][=${x}]"},
      {"${ x }${", "[${ x }${]"},
      {"${}$<>", "[${}$<>]"},
      {"${x>$<x}", "[${x>$<x}]"},
      {"\\${x}", "[\\][$x]"},
      {"${a}${b}", "[$a][$b]"},
      {"${naïve}", "[$naïve]"},
      {"${a-b}", "[${a-b}]"},
      {"$", "[$]"},
  };
  for (const Row& row : kRows) {
    INFO(row.text);
    CHECK(dump(parse_template(row.text)) == row.dumped);
  }
}

TEST_CASE("pieces cover the text") {
  for (const std::string text : {"a{{b}}c${d}$$<e>", "{{a}}{{b}}", "$$", "x"}) {
    std::uint32_t at = 0;
    for (const Piece& piece : parse_template(text)) {
      CHECK(piece.begin == at);
      at = piece.end;
    }
    CHECK(at == text.size());
  }
}

}  // namespace launch
