// Any text at all: its pieces cover it, and filling it is what replacing piece by piece gives.
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined …
#include <cstdio>
#include <cstdlib>

#include "compiler/document/template.h"
#include "compiler/resolve/macros.h"
#include "compiler/resolve/resolve_rules.h"
#include "tests/compile_checks.h"

namespace {

using launch::Node;
using launch::Piece;
using launch::Span;

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "template: %s\n", what.c_str());
  std::abort();
}

void check_cover(std::string_view text, const std::vector<Piece>& pieces) {
  std::uint32_t at = 0;
  for (const Piece& piece : pieces) {
    if (piece.begin != at || piece.end <= piece.begin) fail("pieces that do not follow each other");
    at = piece.end;
    const std::string_view written = text.substr(piece.begin, piece.end - piece.begin);
    if (written.find(piece.text) == std::string_view::npos) fail("a piece that is not in the text");
    if (piece.kind == Piece::Kind::Literal && written != piece.text) fail("a literal that changed");
    if (piece.kind != Piece::Kind::Literal && !launch::may_have_holes(written))
      fail("a hidden hole");
  }
  if (at != text.size()) fail("pieces that do not cover the text");
}

// The value of a macro; the values themselves look like macros, and must not be filled again.
std::optional<std::string> value_of(std::string_view name) {
  if (name.find('A') == std::string_view::npos) return std::nullopt;
  return "<${" + std::string(name) + "}>";
}

// The text when every macro that has a value is replaced, and nothing else.
std::string replaced(std::string_view text, const std::vector<Piece>& pieces, bool& all_known) {
  std::string out;
  for (const Piece& piece : pieces) {
    const std::string written(text.substr(piece.begin, piece.end - piece.begin));
    if (piece.kind == Piece::Kind::Escaped || piece.kind == Piece::Kind::Literal) {
      out += piece.text;
    } else if (piece.kind == Piece::Kind::Macro && value_of(piece.text)) {
      out += *value_of(piece.text);
    } else {
      out += written;
      all_known = all_known && piece.kind == Piece::Kind::Variable;
    }
  }
  return out;
}

// Gives every macro of the text that has a value: as a flag would, so that any name will do.
launch::MacroValues values_of(const std::vector<Piece>& pieces, launch::SourceMap& sources) {
  launch::MacroValues values;
  for (const Piece& piece : pieces) {
    const std::optional<std::string> value = value_of(piece.text);
    if (piece.kind != Piece::Kind::Macro || !value) continue;
    const launch::SourceId id = sources.add("flag", *value, launch::SourceMap::Kind::Flag);
    const Span span{id, 0, static_cast<std::uint32_t>(value->size())};
    values.given[std::string(piece.text)] = Node::string(sources.text(id), span);
  }
  return values;
}

void check_fill(std::string_view text, const std::vector<Piece>& pieces) {
  launch::SourceMap sources;
  launch::Arena arena;
  launch::Diagnostics diagnostics;
  const launch::SourceId id = sources.add("job.yaml", std::string(text));
  const Span whole{id, 0, static_cast<std::uint32_t>(text.size())};
  const Node node = Node::string(sources.text(id), whole);
  for (const Piece& piece : pieces) {
    const Span hole = launch::sub_span(node, piece.begin, piece.end, sources);
    if (hole.begin != piece.begin || hole.end != piece.end) fail("a hole in another place");
  }
  launch::Merged merged{launch::MappingBuilder().set("args", whole, node).build(arena, whole), {}};
  const launch::Filled filled =
      launch::fill_macros(merged, values_of(pieces, sources), {arena, sources, diagnostics});
  bool all_known = true;
  const std::string expected = replaced(text, pieces, all_known);
  const std::string_view seen = filled.root.find("args")->as_string();
  if (all_known && seen != expected) fail("filled to " + std::string(seen) + ", not " + expected);
  for (const launch::Diagnostic& found : diagnostics.all()) {
    // What is never closed is no macro, and is told.
    if (all_known && found.rule != &launch::kMacroUnclosed)
      fail("a finding although every macro is known");
  }
  const std::string problem = launch::tests::finding_problem(diagnostics, sources);
  if (!problem.empty()) fail(problem);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<Piece> pieces = launch::parse_template(text);
  check_cover(text, pieces);
  bool variable = false;
  for (const Piece& piece : pieces) variable = variable || piece.kind == Piece::Kind::Variable;
  if (launch::has_variable(text) != variable) fail("has_variable() does not agree");
  check_fill(text, pieces);
  return 0;
}
