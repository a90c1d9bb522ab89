// The parts of YamlReader around the nodes: what is refused, and where documents begin and end.
#include <algorithm>
#include <new>

#include "compiler/document/syntax_error.h"
#include "compiler/document/yaml_reader.h"
#include "compiler/document/yaml_rules.h"

namespace launch {

// libyaml ends an anchor's name where its own alphabet ends: the value of `&a:b c` is ":b c" there
// and "c" in YAML 1.2.
void YamlReader::check_anchor(std::string_view name, const Properties& properties) {
  const std::uint32_t written = properties.anchor_end - properties.anchor_begin;
  if (written <= name.size() + 1) return;
  tree().report({&kYamlSyntax,
                 {id_, properties.anchor_begin, properties.anchor_end},
                 "an anchor's name may hold letters, digits, \"-\" and \"_\" only",
                 {},
                 {}});
}

bool YamlReader::check_tag(CoreTag core, const Properties& properties) {
  if (core != CoreTag::Unknown) return true;
  const Span span{id_, properties.tag_begin, properties.tag_end};
  const std::string_view written = text_.substr(span.begin, span.end - span.begin);
  const auto known = dialect_ == nullptr ? known_tags() : dialect_->tags;
  tree().report({&kYamlUnknownTag,
                 span,
                 "the tag " + quoted(written) + " has no meaning here; known are " + one_of(known),
                 {},
                 suggest(did_you_mean(written, known))});
  return false;
}

void YamlReader::report_bad_value(CoreTag core, Span span, std::string_view found) {
  std::string message =
      "the tag " + std::string(core_tag_name(core)) + " does not fit " + std::string(found);
  tree().report({&kYamlBadTagValue, span, std::move(message), {}, {}});
}

// In brackets libyaml takes any "?" for the mark of a key, YAML 1.2 only one with a blank after it:
// {?a: b} has the key "?a" there and "a" here.
void YamlReader::refuse_question_mark(Span span) {
  const Span mark{id_, span.begin - 1, span.end};
  tree().report(
      {&kYamlSyntax, mark, "a text that starts with \"?\" has to stand in quotes", {}, {}});
}

void YamlReader::refuse_slash_escape(Span span) {
  const std::string_view written = text_.substr(span.begin, span.end - span.begin);
  for (std::size_t at = written.find('\\'); at != std::string_view::npos;
       at = written.find('\\', at + 2)) {
    if (!written.substr(at).starts_with("\\/")) continue;
    const std::uint32_t begin = span.begin + static_cast<std::uint32_t>(at);
    tree().report({&kYamlSyntax,
                   {id_, begin, begin + 2},
                   "these double quotes know no escape \\/",
                   {},
                   "write /"});
  }
}

void YamlReader::report_syntax() {
  const yaml_parser_t& parser = *parser_.get();
  if (parser.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
  SyntaxTrouble trouble;
  trouble.problem = parser.problem == nullptr ? "" : parser.problem;
  trouble.context = parser.context == nullptr ? "" : parser.context;
  trouble.at = offset_(parser.problem_mark.index);
  trouble.since = parser.context == nullptr ? trouble.at : offset_(parser.context_mark.index);
  trouble.open = tree().innermost().value_or(trouble.at);
  // check_text() leaves nothing for libyaml's reader to refuse; if it did, marks would say nothing.
  if (parser.error == YAML_READER_ERROR) {
    trouble.at = trouble.since =
        static_cast<std::uint32_t>(std::min(parser.problem_offset, text_.size()));
  }
  Diagnostic diagnostic = explain_syntax(trouble, id_, text_);
  drop_bad_keys(diagnostic.span.begin);
  diagnostics_.report(std::move(diagnostic));
  documents_.break_off(trouble.at);
}

// `{{a}}-b` is a bad key first and a syntax error then: the second says it all.
void YamlReader::drop_bad_keys(std::uint32_t place) {
  const std::size_t begin = text_.substr(0, place).find_last_of("\r\n") + 1;
  diagnostics_.remove_if([&](const Diagnostic& other) {
    return other.rule == &kYamlBadKey && other.span.source == id_ && other.span.begin >= begin;
  });
}

void YamlReader::begin_document(const yaml_event_t& event) {
  last_end_ = offset_(event.start_mark.index);
  documents_.begin(last_end_);
}

void YamlReader::end_document(const yaml_event_t& event) {
  documents_.end();
  if (event.data.document_end.implicit == 0) documents_.end_at_dots(offset_(event.end_mark.index));
}

}  // namespace launch
