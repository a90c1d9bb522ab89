#include "compiler/document/syntax_error.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <optional>

#include "compiler/document/yaml_rules.h"

namespace launch {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kLongestKey = 1024;  // https://yaml.org/spec/1.2.2/#example-single-pair-explicit-entry

// A place in a text that is not YAML, and what may be asked about it.
class Scene {
 public:
  Scene(const SyntaxTrouble& trouble, SourceId id, std::string_view text)
      : trouble_(trouble), id_(id), text_(text) {}

  std::uint32_t at() const { return trouble_.at; }
  std::uint32_t since() const { return trouble_.since; }
  char char_at(std::uint32_t place) const { return place < text_.size() ? text_[place] : '\0'; }
  std::string_view from(std::uint32_t place) const { return text_.substr(std::min<std::size_t>(place, text_.size())); }

  std::uint32_t line_begin(std::uint32_t place) const {
    while (place > 0 && text_[place - 1] != '\n' && text_[place - 1] != '\r') --place;
    return place;
  }
  // The line from `place` on, without blanks at its end.
  std::string_view rest_of_line(std::uint32_t place) const {
    const std::string_view rest = from(place);
    const std::string_view line = rest.substr(0, rest.find_first_of("\r\n"));
    return line.substr(0, line.find_last_not_of(kBlanks) + 1);
  }
  // The line up to `place`, without blanks at its end.
  std::string_view before(std::uint32_t place) const {
    const std::uint32_t begin = line_begin(place);
    const std::string_view line = text_.substr(begin, place - begin);
    return line.substr(0, line.find_last_not_of(kBlanks) + 1);
  }
  std::size_t column(std::uint32_t place) const { return place - line_begin(place) + 1; }
  // Blanks at the start of the line that begins at `line`.
  std::size_t indent(std::uint32_t line) const {
    return std::min(from(line).find_first_not_of(" \t"), from(line).size());
  }
  bool nothing_after(std::uint32_t place) const {
    return from(place).find_first_not_of(kBlanks) == std::string_view::npos;
  }

  Span span(std::uint32_t begin, std::size_t length) const {
    const std::size_t end = std::min(begin + length, text_.size());
    return {id_, begin, static_cast<std::uint32_t>(std::max<std::size_t>(end, begin))};
  }
  Diagnostic finding(Span span, std::string message, std::string suggestion = {}) const {
    return {&kYamlSyntax, span, std::move(message), {}, std::move(suggestion)};
  }
  Diagnostic finding_here(std::string message, std::string suggestion = {}) const {
    return finding(span(at(), 1), std::move(message), std::move(suggestion));
  }
  Diagnostic with_note(Diagnostic diagnostic, std::string message) const {
    diagnostic.notes.push_back({span(since(), 1), std::move(message)});
    return diagnostic;
  }
  const SyntaxTrouble& trouble() const { return trouble_; }

 private:
  const SyntaxTrouble& trouble_;
  SourceId id_;
  std::string_view text_;
};

// `image: {{name}}:1`: the most frequent slip in launch files. Found on the line where reading failed.
std::optional<Diagnostic> explain_hole(const Scene& scene) {
  const std::uint32_t begin = scene.line_begin(scene.at());
  const std::string_view line = scene.rest_of_line(begin);
  const std::size_t hole = line.find("{{");
  if (hole == std::string_view::npos) return std::nullopt;
  const std::string_view before = line.substr(0, hole);
  const auto even = [&](char quote) { return std::count(before.begin(), before.end(), quote) % 2 == 0; };
  const std::size_t comment = before.find(" #");
  if (!even('"') || !even('\'') || comment != std::string_view::npos) return std::nullopt;
  const auto place = begin + static_cast<std::uint32_t>(hole);
  return scene.finding(scene.span(place, line.size() - hole),
                       "a value that starts with {{ has to stand in quotes",
                       "write \"" + std::string(line.substr(hole)) + "\"");
}

Diagnostic explain_start(const Scene& scene) {
  const char c = scene.char_at(scene.at());
  if (c == '\t') return scene.finding_here("a tab is used for indentation; YAML wants spaces");
  return scene.finding_here("a value cannot start with " + quoted({&c, 1}) + "; put it in quotes");
}

Diagnostic explain_tab(const Scene& scene) {
  return scene.finding_here("a tab is used for indentation; YAML wants spaces");
}

Diagnostic explain_missing_colon(const Scene& scene) {
  const std::string_view key = scene.rest_of_line(scene.since());
  const Span span = scene.span(scene.since(), key.size());
  if (key.size() > kLongestKey) return scene.finding(span, "a key may have at most 1024 characters");
  if (key.starts_with('"') || key.starts_with('\'')) {
    return scene.finding(span, "a quoted key has to end on its line, with \":\" after it");
  }
  const std::size_t colon = key.find(':');
  if (colon != std::string_view::npos && colon > 0) {
    return scene.finding(span, "no \": \" after the key; a blank has to follow the colon",
                         "write " + quoted(std::string(key.substr(0, colon)) + ": " + std::string(key.substr(colon + 1))));
  }
  const std::size_t equals = key.find('=');
  const std::string hint = equals == std::string_view::npos ? "" : "write key: value, not key=value";
  return scene.finding(span, "no \":\" after " + quoted(key) + "; a key and a colon are expected here", hint);
}

Diagnostic explain_second_colon(const Scene& scene) {
  const std::string_view before = scene.before(scene.at());
  const std::size_t first = before.find(": ");
  if (before.size() > kLongestKey) return scene.finding_here("a key may have at most 1024 characters");
  if (first == std::string_view::npos) {
    const bool closes_quote = before.ends_with('"') && std::count(before.begin(), before.end(), '"') % 2 == 1;
    if (closes_quote) return scene.finding_here("a quoted key has to stand on one line");
    return scene.finding_here("a key cannot stand here, because the line above has a value already; check the indentation");
  }
  const std::size_t value = before.find_first_not_of(' ', first + 1);
  const std::uint32_t begin = scene.line_begin(scene.at()) + static_cast<std::uint32_t>(std::min(value, before.size()));
  const std::string_view written = scene.rest_of_line(begin);
  const bool quotable = written.size() < 60 && written.find_first_of("\"\\#") == std::string_view::npos;
  return scene.finding_here("a second \": \" on this line; a value that holds one has to stand in quotes",
                            quotable ? "write \"" + std::string(written) + "\"" : "");
}

// Something stands behind a complete value, on the same line.
std::optional<Diagnostic> explain_trailing_text(const Scene& scene) {
  const std::string_view before = scene.before(scene.at());
  if (before.empty()) return std::nullopt;
  switch (before.back()) {
    case '"':
    case '\'': return scene.finding_here("text after the closing quote; one pair of quotes has to hold the whole value");
    case ']':
    case '}': return scene.finding_here("text after the closing bracket; a text that starts with a bracket has to stand in quotes");
    default: return scene.finding_here("this text does not belong to the value before it");
  }
}

bool is_list_item(const Scene& scene, std::uint32_t at) {
  return scene.char_at(at) == '-' && kBlanks.find(scene.char_at(at + 1)) != std::string_view::npos;
}

Diagnostic explain_no_key(const Scene& scene) {
  if (auto trailing = explain_trailing_text(scene)) return *trailing;
  if (is_list_item(scene, scene.at())) {
    return scene.with_note(scene.finding_here("a list item stands where a key of the map is expected"),
                           "the map starts here");
  }
  if (scene.char_at(scene.at()) == ':') return scene.finding_here("there is no key before the \":\"");
  const std::size_t here = scene.column(scene.at());
  const std::size_t keys = scene.column(scene.since());
  if (here == keys) {
    return scene.with_note(scene.finding_here("a key is expected here"), "the map starts here");
  }
  return scene.with_note(scene.finding_here("this line starts in column " + std::to_string(here) + ", which fits no line above"),
                         "the keys of this map start in column " + std::to_string(keys));
}

Diagnostic explain_no_item(const Scene& scene) {
  if (auto trailing = explain_trailing_text(scene)) return *trailing;
  const std::size_t here = scene.column(scene.at());
  const std::size_t items = scene.column(scene.since());
  const std::string message = here == items ? "an item of the list, with \"- \" before it, is expected here"
                                            : "this line starts in column " + std::to_string(here) + ", which fits no line above";
  return scene.with_note(scene.finding_here(message), "the items of this list start in column " + std::to_string(items));
}

Diagnostic explain_open_bracket(const Scene& scene) {
  const bool list = scene.trouble().context.ends_with("sequence");
  const std::string open = list ? "\"[\"" : "\"{\"";
  const std::string close = list ? "\"]\"" : "\"}\"";
  if (scene.nothing_after(scene.at())) {
    return scene.finding(scene.span(scene.since(), 1), "the " + open + " that is opened here is never closed");
  }
  const std::uint32_t line = scene.line_begin(scene.at());
  const bool next_key = line > scene.since() && scene.char_at(scene.at()) == ':';
  if (next_key && scene.indent(line) <= scene.indent(scene.line_begin(scene.since()))) {
    Diagnostic diagnostic = scene.finding(scene.span(scene.since(), 1), "the " + open + " that is opened here is not closed before the next key");
    const std::uint32_t key = line + static_cast<std::uint32_t>(scene.indent(line));
    diagnostic.notes.push_back({scene.span(key, scene.at() - key), "the next key"});
    return diagnostic;
  }
  return scene.with_note(scene.finding_here("\",\" or " + close + " is expected before this"), "the " + open + " is opened here");
}

Diagnostic explain_no_value(const Scene& scene) {
  if (scene.nothing_after(scene.at())) {
    return scene.finding_here("the file ends where a value or a closing bracket is expected");
  }
  return scene.finding_here("a value is expected here; a text that starts with " +
                            quoted(scene.from(scene.at()).substr(0, 1)) + " has to stand in quotes");
}

Diagnostic explain_open_quote(const Scene& scene) {
  return scene.finding(scene.span(scene.since(), 1), "the quote that is opened here is never closed");
}

Diagnostic explain_quote_over_documents(const Scene& scene) {
  Diagnostic diagnostic = explain_open_quote(scene);
  diagnostic.notes.push_back({scene.span(scene.at(), 3), "the next document starts here"});
  return diagnostic;
}

Diagnostic explain_escape(const Scene& scene) {
  const std::string_view escape = scene.from(scene.at()).substr(0, 2);
  return scene.finding(scene.span(scene.at(), 2), "double quotes know no escape " + std::string(escape),
                       "write \\" + std::string(escape) + ", or use single quotes");
}

std::optional<std::uint32_t> hex(std::string_view digits) {
  std::uint32_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, value, 16);
  return parsed.ec == std::errc() && parsed.ptr == end ? std::optional(value) : std::nullopt;
}

// libyaml stands behind the "\u".
Diagnostic explain_code_point(const Scene& scene) {
  const std::uint32_t begin = scene.at() < 2 ? 0 : scene.at() - 2;
  const std::string_view escape = scene.from(begin);
  Diagnostic diagnostic = scene.finding(scene.span(begin, 6), "this escape names no character");
  const auto high = hex(escape.substr(std::min<std::size_t>(2, escape.size()), 4));
  const bool pair = escape.size() >= 12 && escape.substr(6, 2) == "\\u";
  const auto low = pair ? hex(escape.substr(8, 4)) : std::nullopt;
  if (!high || !low || *high < 0xD800 || *high > 0xDBFF || *low < 0xDC00 || *low > 0xDFFF) return diagnostic;
  char meant[16];
  std::snprintf(meant, sizeof meant, "\\U%08X", 0x10000U + ((*high - 0xD800U) << 10U) + (*low - 0xDC00U));
  diagnostic.span = scene.span(begin, 12);
  diagnostic.message = "YAML has no surrogate pairs; only files that are JSON as a whole may hold them";
  diagnostic.suggestion = std::string("write ") + meant;
  return diagnostic;
}

Diagnostic explain_hex(const Scene& scene) {
  return scene.finding_here("hexadecimal digits are missing here: \\x wants 2, \\u wants 4 and \\U wants 8");
}

Diagnostic explain_name(const Scene& scene) {
  const bool alias = scene.char_at(scene.since()) == '*';
  return scene.finding(scene.span(scene.since(), 1),
                       alias ? "a value that starts with * is an alias; a text has to stand in quotes"
                             : "a value that starts with & is an anchor; a text has to stand in quotes");
}

Diagnostic explain_block_header(const Scene& scene) {
  return scene.with_note(scene.finding_here("the text of a block has to start on the next line"), "the block starts here");
}

Diagnostic explain_colon_in_brackets(const Scene& scene) {
  return scene.finding_here("in brackets a \":\" has to be followed by a blank, or the text to stand in quotes");
}

Diagnostic explain_zero_indent(const Scene& scene) {
  return scene.finding_here("a block cannot be indented by 0; leave the number away or give 1 to 9");
}

Diagnostic explain_dash(const Scene& scene) {
  return scene.finding_here("a list item cannot start here; put it on a line of its own, or quote a text that starts with \"- \"");
}

Diagnostic explain_question_mark(const Scene& scene) {
  return scene.finding_here("a key with \"? \" before it cannot stand here; quote a text that starts with \"? \"");
}

Diagnostic explain_tag(const Scene& scene) {
  return scene.finding(scene.span(scene.since(), scene.rest_of_line(scene.since()).size()),
                       "a value that starts with ! has a tag; a text has to stand in quotes");
}

Diagnostic explain_tag_handle(const Scene& scene) {
  const std::string_view tag = scene.from(scene.at());
  const std::string_view handle = tag.substr(0, std::min(tag.find('!', 1), tag.size() - 1) + 1);
  return scene.finding(scene.span(scene.at(), handle.size()), "no %TAG line declares the tag prefix " + quoted(handle));
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

// YAML 1.2 allows a bare document after "...", libyaml does not.
Diagnostic explain_second_root(const Scene& scene) {
  if (after_dots(scene, scene.at())) {
    return scene.finding_here("a document that follows ... has to start with a line ---");
  }
  if (auto trailing = explain_trailing_text(scene)) return *trailing;
  return scene.finding_here("the document ends before this line; check the indentation, or put --- between two documents");
}

Diagnostic explain_version(const Scene& scene) {
  return scene.finding_here("this YAML version is not known; 1.1 and 1.2 are");
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
    {"found incompatible YAML document", "", explain_version},
};

}  // namespace

Diagnostic explain_syntax(const SyntaxTrouble& trouble, SourceId id, std::string_view text) {
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
