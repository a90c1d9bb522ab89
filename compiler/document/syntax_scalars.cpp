#include <charconv>
#include <cstdio>
#include <optional>

#include "compiler/document/syntax_scene.h"

namespace launch::syntax {
namespace {

std::optional<std::uint32_t> hex(std::string_view digits) {
  std::uint32_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, value, 16);
  return parsed.ec == std::errc() && parsed.ptr == end ? std::optional(value) : std::nullopt;
}

}  // namespace

Diagnostic explain_start(const Scene& scene) {
  const char c = scene.char_at(scene.at());
  if (c == '\t') return scene.finding_here("a tab is used for indentation; YAML wants spaces");
  return scene.finding_here("a value cannot start with " + quoted({&c, 1}) + "; put it in quotes");
}

Diagnostic explain_tab(const Scene& scene) {
  return scene.finding_here("a tab is used for indentation; YAML wants spaces");
}

Diagnostic explain_open_quote(const Scene& scene) {
  return scene.finding(scene.span(scene.since(), 1),
                       "the quote that is opened here is never closed");
}

Diagnostic explain_quote_over_documents(const Scene& scene) {
  Diagnostic diagnostic = explain_open_quote(scene);
  diagnostic.notes.push_back({scene.span(scene.at(), 3), "the next document starts here"});
  return diagnostic;
}

Diagnostic explain_escape(const Scene& scene) {
  const std::string_view escape = scene.from(scene.at()).substr(0, 2);
  return scene.finding(scene.span(scene.at(), 2),
                       "double quotes know no escape " + std::string(escape),
                       "write \\" + std::string(escape) + ", or use single quotes");
}

// libyaml stands behind the "\u".
Diagnostic explain_code_point(const Scene& scene) {
  const std::uint32_t begin = scene.at() < 2 ? 0 : scene.at() - 2;
  const std::string_view escape = scene.from(begin);
  Diagnostic diagnostic = scene.finding(scene.span(begin, 6), "this escape names no character");
  const auto high = hex(escape.substr(std::min<std::size_t>(2, escape.size()), 4));
  const bool pair = escape.size() >= 12 && escape.substr(6, 2) == "\\u";
  const auto low = pair ? hex(escape.substr(8, 4)) : std::nullopt;
  if (!high || !low || *high < 0xD800 || *high > 0xDBFF || *low < 0xDC00 || *low > 0xDFFF)
    return diagnostic;
  char meant[16];
  std::snprintf(meant, sizeof meant, "\\U%08X",
                0x10000U + ((*high - 0xD800U) << 10U) + (*low - 0xDC00U));
  diagnostic.span = scene.span(begin, 12);
  diagnostic.message =
      "YAML has no surrogate pairs; only files that are JSON as a whole may hold them";
  diagnostic.suggestion = std::string("write ") + meant;
  return diagnostic;
}

Diagnostic explain_hex(const Scene& scene) {
  return scene.finding_here(
      "hexadecimal digits are missing here: \\x wants 2, \\u wants 4 and \\U wants 8");
}

Diagnostic explain_name(const Scene& scene) {
  const bool alias = scene.char_at(scene.since()) == '*';
  return scene.finding(
      scene.span(scene.since(), 1),
      alias ? "a value that starts with * is an alias; a text has to stand in quotes"
            : "a value that starts with & is an anchor; a text has to stand in quotes");
}

Diagnostic explain_block_header(const Scene& scene) {
  return scene.with_note(scene.finding_here("the text of a block has to start on the next line"),
                         "the block starts here");
}

Diagnostic explain_zero_indent(const Scene& scene) {
  return scene.finding_here(
      "a block cannot be indented by 0; leave the number away or give 1 to 9");
}

Diagnostic explain_tag(const Scene& scene) {
  return scene.finding(scene.span(scene.since(), scene.rest_of_line(scene.since()).size()),
                       "a value that starts with ! has a tag; a text has to stand in quotes");
}

Diagnostic explain_tag_handle(const Scene& scene) {
  const std::string_view tag = scene.from(scene.at());
  const std::string_view handle = tag.substr(0, std::min(tag.find('!', 1), tag.size() - 1) + 1);
  return scene.finding(scene.span(scene.at(), handle.size()),
                       "no %TAG line declares the tag prefix " + quoted(handle));
}

}  // namespace launch::syntax
