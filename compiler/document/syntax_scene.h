// A place in a text that is not YAML, and what may be said about it. Private to syntax_*.cpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/document/syntax_error.h"
#include "compiler/document/yaml_rules.h"

namespace launch::syntax {

inline constexpr std::string_view kBlanks = " \t\r\n";
inline constexpr std::string_view kEndOfWord = " \t\r\n,[]{}";
inline constexpr std::size_t kLongestKey =
    1024;  // https://yaml.org/spec/1.2.2/#example-single-pair-explicit-entry

class Scene {
 public:
  Scene(const SyntaxTrouble& trouble, SourceId id, std::string_view text)
      : trouble_(trouble), id_(id), text_(text) {}

  std::uint32_t at() const { return trouble_.at; }
  std::uint32_t since() const { return trouble_.since; }
  char char_at(std::uint32_t place) const { return place < text_.size() ? text_[place] : '\0'; }
  std::string_view from(std::uint32_t place) const {
    return text_.substr(std::min<std::size_t>(place, text_.size()));
  }

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

// Maps, lists, brackets and documents: syntax_layout.cpp.
Diagnostic explain_missing_colon(const Scene& scene);
Diagnostic explain_second_colon(const Scene& scene);
Diagnostic explain_no_key(const Scene& scene);
Diagnostic explain_no_item(const Scene& scene);
Diagnostic explain_open_bracket(const Scene& scene);
Diagnostic explain_no_value(const Scene& scene);
Diagnostic explain_colon_in_brackets(const Scene& scene);
Diagnostic explain_dash(const Scene& scene);
Diagnostic explain_question_mark(const Scene& scene);
Diagnostic explain_second_root(const Scene& scene);
Diagnostic explain_directive(const Scene& scene);
Diagnostic explain_version(const Scene& scene);

// What a value is made of: syntax_scalars.cpp.
Diagnostic explain_start(const Scene& scene);
Diagnostic explain_tab(const Scene& scene);
Diagnostic explain_open_quote(const Scene& scene);
Diagnostic explain_quote_over_documents(const Scene& scene);
Diagnostic explain_escape(const Scene& scene);
Diagnostic explain_code_point(const Scene& scene);
Diagnostic explain_hex(const Scene& scene);
Diagnostic explain_name(const Scene& scene);
Diagnostic explain_block_header(const Scene& scene);
Diagnostic explain_zero_indent(const Scene& scene);
Diagnostic explain_tag(const Scene& scene);
Diagnostic explain_tag_handle(const Scene& scene);

}  // namespace launch::syntax
