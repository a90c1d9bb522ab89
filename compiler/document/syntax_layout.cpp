#include <optional>

#include "compiler/document/syntax_scene.h"

namespace launch::syntax {
namespace {

// Something stands behind a complete value, on the same line.
std::optional<Diagnostic> explain_trailing_text(const Scene& scene) {
  const std::string_view before = scene.before(scene.at());
  if (before.empty()) return std::nullopt;
  switch (before.back()) {
    case '"':
    case '\'':
      return scene.finding_here(
          "text after the closing quote; one pair of quotes has to hold the whole value");
    case ']':
    case '}':
      return scene.finding_here(
          "text after the closing bracket; a text that starts with a bracket has to stand in "
          "quotes");
    default:
      return scene.finding_here("this text does not belong to the value before it");
  }
}

bool is_list_item(const Scene& scene, std::uint32_t at) {
  return scene.char_at(at) == '-' && kBlanks.find(scene.char_at(at + 1)) != std::string_view::npos;
}

Diagnostic explain_never_closed(const Scene& scene, std::uint32_t bracket) {
  return scene.finding(scene.span(bracket, 1), "the " + quoted(scene.from(bracket).substr(0, 1)) +
                                                   " that is opened here is never closed");
}

// Whether the last line before `place` that is neither blank nor a comment is "...".
bool after_dots(const Scene& scene, std::uint32_t place) {
  for (std::uint32_t begin = scene.line_begin(place); begin > 0;) {
    begin = scene.line_begin(begin - 1);
    const std::string_view line = scene.rest_of_line(begin);
    if (!line.empty() && line[0] != '#') return line.starts_with("...");
  }
  return false;
}

// `image:train` alone on its line is a text that goes on until a real key comes; not so `http://…`.
std::optional<Diagnostic> explain_glued_colon(const Scene& scene, std::uint32_t line) {
  while (is_list_item(scene, line)) line += 2;
  const std::string_view written = scene.rest_of_line(line);
  const std::size_t colon = written.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == written.size())
    return std::nullopt;
  const std::size_t blank = written.find_first_of(" \t\"'[{#");
  if (blank <= colon + 1 || written.substr(colon).starts_with("://")) return std::nullopt;
  return scene.finding(scene.span(line + static_cast<std::uint32_t>(colon), 1),
                       "a space is missing after the colon");
}

// Where the text starts on the last line before that of `place` that is not blank.
std::uint32_t line_above(const Scene& scene, std::uint32_t place) {
  std::uint32_t begin = scene.line_begin(place);
  while (begin > 0) {
    begin = scene.line_begin(begin - 1);
    if (!scene.rest_of_line(begin).empty()) break;
  }
  return begin + static_cast<std::uint32_t>(scene.indent(begin));
}

}  // namespace

Diagnostic explain_missing_colon(const Scene& scene) {
  const std::string_view key = scene.rest_of_line(scene.since());
  const Span span = scene.span(scene.since(), key.size());
  if (key.size() > kLongestKey)
    return scene.finding(span, "a key may have at most 1024 characters");
  if (key.starts_with('"') || key.starts_with('\'')) {
    return scene.finding(span, "a quoted key has to end on its line, with \":\" after it");
  }
  if (auto glued = explain_glued_colon(scene, scene.since())) return *glued;
  const std::size_t equals = key.find('=');
  const std::string hint =
      equals == std::string_view::npos ? "" : "write key: value, not key=value";
  return scene.finding(
      span, "no \":\" after " + quoted(key) + "; a key and a colon are expected here", hint);
}

Diagnostic explain_second_colon(const Scene& scene) {
  const std::string_view before = scene.before(scene.at());
  const std::size_t first = before.find(": ");
  if (before.size() > kLongestKey)
    return scene.finding_here("a key may have at most 1024 characters");
  if (first == std::string_view::npos) {
    const bool closes_quote =
        before.ends_with('"') && std::count(before.begin(), before.end(), '"') % 2 == 1;
    if (closes_quote) return scene.finding_here("a quoted key has to stand on one line");
    if (auto glued = explain_glued_colon(scene, line_above(scene, scene.at()))) return *glued;
    return scene.finding_here(
        "a key cannot stand here, because the line above has a value already; check the "
        "indentation");
  }
  const std::size_t value = before.find_first_not_of(' ', first + 1);
  const std::uint32_t begin =
      scene.line_begin(scene.at()) + static_cast<std::uint32_t>(std::min(value, before.size()));
  const std::string_view written = scene.rest_of_line(begin);
  const bool quotable =
      written.size() < 60 && written.find_first_of("\"\\#") == std::string_view::npos;
  return scene.finding_here(
      "a second \": \" on this line; a value that holds one has to stand in quotes",
      quotable ? "write \"" + std::string(written) + "\"" : "");
}

Diagnostic explain_no_key(const Scene& scene) {
  if (auto trailing = explain_trailing_text(scene)) return *trailing;
  if (is_list_item(scene, scene.at())) {
    return scene.with_note(
        scene.finding_here("a list item stands where a key of the map is expected"),
        "the map starts here");
  }
  if (scene.char_at(scene.at()) == ':')
    return scene.finding_here("there is no key before the \":\"");
  const std::size_t here = scene.column(scene.at());
  const std::size_t keys = scene.column(scene.since());
  if (here == keys) {
    return scene.with_note(scene.finding_here("a key is expected here"), "the map starts here");
  }
  return scene.with_note(scene.finding_here("this line starts in column " + std::to_string(here) +
                                            ", which fits no line above"),
                         "the keys of this map start in column " + std::to_string(keys));
}

Diagnostic explain_no_item(const Scene& scene) {
  if (auto trailing = explain_trailing_text(scene)) return *trailing;
  const std::size_t here = scene.column(scene.at());
  const std::size_t items = scene.column(scene.since());
  const std::string message =
      here == items
          ? "an item of the list, with \"- \" before it, is expected here"
          : "this line starts in column " + std::to_string(here) + ", which fits no line above";
  return scene.with_note(scene.finding_here(message),
                         "the items of this list start in column " + std::to_string(items));
}

Diagnostic explain_open_bracket(const Scene& scene) {
  const bool list = scene.trouble().context.ends_with("sequence");
  const std::string open = list ? "\"[\"" : "\"{\"";
  const std::string close = list ? "\"]\"" : "\"}\"";
  if (scene.nothing_after(scene.at())) return explain_never_closed(scene, scene.since());
  const std::uint32_t line = scene.line_begin(scene.at());
  const bool next_key = line > scene.since() && scene.char_at(scene.at()) == ':';
  if (next_key && scene.indent(line) <= scene.indent(scene.line_begin(scene.since()))) {
    Diagnostic diagnostic =
        scene.finding(scene.span(scene.since(), 1),
                      "the " + open + " that is opened here is not closed before the next key");
    const std::uint32_t key = line + static_cast<std::uint32_t>(scene.indent(line));
    diagnostic.notes.push_back({scene.span(key, scene.at() - key), "the next key"});
    return diagnostic;
  }
  // libyaml stands at the colon of the key that should not be there yet.
  std::uint32_t at = scene.at();
  if (scene.char_at(at) == ':') {
    while (at > scene.since() + 1 &&
           kEndOfWord.find(scene.char_at(at - 1)) == std::string_view::npos)
      --at;
  }
  return scene.with_note(
      scene.finding(scene.span(at, 1), "\",\" or " + close + " is expected before this"),
      "the " + open + " is opened here");
}

Diagnostic explain_no_value(const Scene& scene) {
  if (scene.nothing_after(scene.at())) {
    const char open = scene.char_at(scene.trouble().open);
    if (open == '[' || open == '{') return explain_never_closed(scene, scene.trouble().open);
    return scene.finding_here("the file ends where a value or a closing bracket is expected");
  }
  return scene.finding_here("a value is expected here; a text that starts with " +
                            quoted(scene.from(scene.at()).substr(0, 1)) +
                            " has to stand in quotes");
}

Diagnostic explain_colon_in_brackets(const Scene& scene) {
  return scene.finding_here(
      "in brackets a \":\" has to be followed by a blank, or the text to stand in quotes");
}

Diagnostic explain_dash(const Scene& scene) {
  return scene.finding_here(
      "a list item cannot start here; put it on a line of its own, or quote a text that starts "
      "with \"- \"");
}

Diagnostic explain_question_mark(const Scene& scene) {
  return scene.finding_here(
      "a key with \"? \" before it cannot stand here; quote a text that starts with \"? \"");
}

// YAML 1.2 allows a bare document after "...", libyaml does not.
Diagnostic explain_second_root(const Scene& scene) {
  if (after_dots(scene, scene.at())) {
    return scene.finding_here("a document that follows ... has to start with a line ---");
  }
  if (auto trailing = explain_trailing_text(scene)) return *trailing;
  return scene.finding_here(
      "the document ends before this line; check the indentation, or put --- between two "
      "documents");
}

Diagnostic explain_directive(const Scene& scene) {
  return scene.finding(scene.span(scene.line_begin(scene.at()), 1),
                       "a line that starts with % is a directive, and only %YAML and %TAG are "
                       "known; a text has to stand in quotes");
}

Diagnostic explain_version(const Scene& scene) {
  return scene.finding_here("this YAML version is not known; 1.1 and 1.2 are");
}

}  // namespace launch::syntax
