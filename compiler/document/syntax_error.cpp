#include "compiler/document/syntax_error.h"

#include <algorithm>
#include <optional>

#include "compiler/document/syntax_scene.h"

namespace launch {
namespace syntax {
namespace {

// `image: {{name}}:1`: the most frequent slip in launch files. Found on the line where reading
// failed.
std::optional<Diagnostic> explain_hole(const Scene& scene) {
  const std::uint32_t begin = scene.line_begin(scene.at());
  const std::string_view line = scene.rest_of_line(begin);
  const std::size_t hole = line.find("{{");
  if (hole == std::string_view::npos) return std::nullopt;
  const std::string_view before = line.substr(0, hole);
  const auto even = [&](char quote) {
    return std::count(before.begin(), before.end(), quote) % 2 == 0;
  };
  const std::size_t comment = before.find(" #");
  if (!even('"') || !even('\'') || comment != std::string_view::npos) return std::nullopt;
  const auto place = begin + static_cast<std::uint32_t>(hole);
  return scene.finding(scene.span(place, line.size() - hole),
                       "a value that starts with {{ has to stand in quotes",
                       "write \"" + std::string(line.substr(hole)) + "\"");
}

struct Explanation {
  std::string_view problem;
  std::string_view context;  // how libyaml's context ends; empty for any
  Diagnostic (*explain)(const Scene&);
  bool may_be_hole = false;
};

constexpr Explanation kExplanations[] = {
    {"found character that cannot start any token", "", explain_start},
    {"found a tab character where an indentation space is expected", "", explain_tab},
    {"found a tab character that violates indentation", "", explain_tab},
    {"could not find expected ':'", "", explain_missing_colon, true},
    {"mapping values are not allowed in this context", "", explain_second_colon, true},
    {"mapping keys are not allowed in this context", "", explain_question_mark},
    {"block sequence entries are not allowed in this context", "", explain_dash},
    {"did not find expected key", "", explain_no_key, true},
    {"did not find expected '-' indicator", "", explain_no_item, true},
    {"did not find expected ',' or ']'", "", explain_open_bracket, true},
    {"did not find expected ',' or '}'", "", explain_open_bracket, true},
    {"did not find expected node content", "", explain_no_value, true},
    {"found unexpected end of stream", "quoted scalar", explain_open_quote},
    {"found unexpected document indicator", "quoted scalar", explain_quote_over_documents},
    {"found unknown escape character", "", explain_escape},
    {"found invalid Unicode character escape code", "", explain_code_point},
    {"did not find expected hexdecimal number", "", explain_hex},
    {"did not find expected alphabetic or numeric character", "", explain_name},
    {"did not find expected comment or line break", "block scalar", explain_block_header},
    {"did not find expected whitespace or line break", "tag", explain_tag},
    {"did not find expected tag URI", "tag", explain_tag},
    {"did not find the expected '>'", "tag", explain_tag},
    {"found unexpected ':'", "plain scalar", explain_colon_in_brackets},
    {"found an indentation indicator equal to 0", "", explain_zero_indent},
    {"found undefined tag handle", "", explain_tag_handle},
    {"did not find expected <document start>", "", explain_second_root, true},
    {"found unknown directive name", "", explain_directive},
    {"could not find expected directive name", "", explain_directive},
    {"found incompatible YAML document", "", explain_version},
};

}  // namespace
}  // namespace syntax

Diagnostic explain_syntax(const SyntaxTrouble& trouble, SourceId id, std::string_view text) {
  using namespace syntax;
  const Scene scene(trouble, id, text);
  for (const Explanation& known : kExplanations) {
    if (known.problem != trouble.problem || !trouble.context.ends_with(known.context)) continue;
    if (known.may_be_hole) {
      if (auto hole = explain_hole(scene)) return *hole;
    }
    return known.explain(scene);
  }
  std::string message(trouble.problem);
  if (!trouble.context.empty()) message += " " + std::string(trouble.context);
  return scene.finding_here(std::move(message));
}

}  // namespace launch
