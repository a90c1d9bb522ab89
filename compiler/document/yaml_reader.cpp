// Events into nodes: where each stands in the text, and what it is.
#include "compiler/document/yaml_reader.h"

#include <algorithm>
#include <new>

#include "compiler/document/yaml_rules.h"

namespace launch {
namespace {

std::string_view view(const unsigned char* text) {
  return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

// Where a block scalar's last line ends; libyaml's mark is where the next token starts. Trailing
// blank lines belong to it only under "keep" (`|+`).
std::uint32_t block_scalar_end(std::string_view written, std::string_view value) {
  const std::string_view header = written.substr(0, 3);
  if (header.find('+') != std::string_view::npos) return static_cast<std::uint32_t>(written.size());
  const std::string_view content = value.substr(0, value.find_last_not_of('\n') + 1);
  const std::size_t shown = content.find_last_not_of(" \t") + 1;
  const std::size_t trailing = content.size() - shown;
  const bool ends_in_blank_line = trailing > 0 && shown > 0 && content[shown - 1] == '\n';
  std::size_t end = written.find_last_not_of("\r\n") + 1;
  if (!ends_in_blank_line) end = written.find_last_not_of(" \t\r\n") + 1 + trailing;
  return static_cast<std::uint32_t>(std::min(end, written.size()));
}

}  // namespace

YamlParser::YamlParser(std::string_view text) {
  if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
  yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                               text.size());
}

YamlReader::YamlReader(SourceId id, std::string_view text, const TextFacts& facts, Arena& arena,
                       Diagnostics& diagnostics, const ReadLimits& limits,
                       const YamlDialect* dialect)
    : id_(id),
      text_(text),
      offset_(text, facts),
      arena_(arena),
      diagnostics_(diagnostics),
      dialect_(dialect),
      documents_(id, text, arena, diagnostics, limits,
                 dialect != nullptr && dialect->merge_overrides),
      parser_(text.substr(facts.begin)) {}

std::vector<Document> YamlReader::run() {
  for (bool more = true; more && !tree().stopped();) {
    yaml_event_t event;
    if (yaml_parser_parse(parser_.get(), &event) == 0) {
      report_syntax();
      break;
    }
    more = event.type != YAML_STREAM_END_EVENT;
    take(event);
    yaml_event_delete(&event);
  }
  return documents_.take();
}

void YamlReader::take(const yaml_event_t& event) {
  switch (event.type) {
    case YAML_SCALAR_EVENT:
      return scalar(event);
    case YAML_ALIAS_EVENT:
      return alias(event);
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
      return begin(event);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
      return end(event);
    case YAML_DOCUMENT_START_EVENT:
      return begin_document(event);
    case YAML_DOCUMENT_END_EVENT:
      return end_document(event);
    case YAML_STREAM_END_EVENT:
      return documents_.end_stream();
    default:
      return;
  }
}

void YamlReader::scalar(const yaml_event_t& event) {
  const auto& data = event.data.scalar;
  const std::string_view value(reinterpret_cast<const char*>(data.value), data.length);
  const auto style = static_cast<Node::Style>(data.style - YAML_PLAIN_SCALAR_STYLE);
  Span span{id_, offset_(event.start_mark.index), offset_(event.end_mark.index)};
  Properties properties;
  if (span.begin == span.end) {
    span.begin = span.end = place_of_nothing(span.begin);
  } else if (text_[span.begin] == '&' || text_[span.begin] == '!') {
    // The event begins with them. Without a value they are what is written.
    properties = read_properties(text_.substr(0, span.end), span.begin, 2);
    if (properties.end < span.end) span.begin = properties.end;
    check_anchor(view(data.anchor), properties);
  }
  const bool block = style == Node::Style::Literal || style == Node::Style::Folded;
  if (block) {
    span.end =
        span.begin + block_scalar_end(text_.substr(span.begin, span.end - span.begin), value);
  }
  if (span.begin > 0 && text_[span.begin - 1] == '?') refuse_question_mark(span);
  // The dialects are of YAML 1.1, in which \/ is no escape.
  if (dialect_ != nullptr && style == Node::Style::DoubleQuoted) refuse_slash_escape(span);
  skip_comment_markers(span, block);
  last_end_ = span.end;
  tree().scalar(make_scalar(view(data.tag), value, style, span, properties), view(data.anchor));
}

Node YamlReader::make_scalar(std::string_view tag, std::string_view value, Node::Style style,
                             Span span, const Properties& properties) {
  const std::string_view content = keep(value, style, span);
  Kind kind = style == Node::Style::Plain ? resolve_plain(content) : Kind::String;
  if (!properties.has_tag()) return Node::scalar(kind, content, span, style);
  if (dialect_ != nullptr) {
    return read_tagged(tag, Node::scalar(Kind::String, content, span, style), properties);
  }
  // "!" alone means: no guessing.
  TagMeaning meaning{CoreTag::Str, Node::Tag::None};
  if (!tag.empty() && tag != "!") meaning = tag_meaning(tag);
  if (!check_tag(meaning.core, properties)) meaning.core = CoreTag::None;
  if (meaning.core != CoreTag::None && !resolve_tagged(meaning.core, content, kind)) {
    report_bad_value(meaning.core, span, quoted(content));
  }
  // A tag settles what the value is as quotes do: nobody can take `!!str no` for a boolean.
  if (meaning.core == CoreTag::Str && style == Node::Style::Plain)
    style = Node::Style::DoubleQuoted;
  return Node::scalar(kind, content, span, style).with_tag(meaning.merge);
}

// As somebody else's reader takes it.
Node YamlReader::read_tagged(std::string_view tag, const Node& value,
                             const Properties& properties) {
  const Span tag_span{id_, properties.tag_begin, properties.tag_end};
  const auto node = dialect_->read_tagged({tag, tag_span, value}, arena_, diagnostics_);
  if (!node) check_tag(CoreTag::Unknown, properties);
  return node.value_or(value);
}

// The value as part of the text where it is there to the letter, else a copy.
std::string_view YamlReader::keep(std::string_view value, Node::Style style, Span span) {
  const std::uint32_t quote = style == Node::Style::Plain ? 0 : 1;
  const std::uint32_t size = span.end - span.begin;
  if (size >= 2 * quote) {
    const std::string_view written = text_.substr(span.begin + quote, size - 2 * quote);
    if (written == value) return written;
  }
  return arena_.copy(value);
}

// A value that is not there is placed after the ":", "-" or "?" it belongs to. Only that of a lone
// `? key` is placed by libyaml at the next token, which may be far off.
std::uint32_t YamlReader::place_of_nothing(std::uint32_t at) const {
  const std::string_view between = text_.substr(last_end_, at > last_end_ ? at - last_end_ : 0);
  const bool far = between.find_first_of("\r\n") != std::string_view::npos;
  const bool after_indicator =
      at > 0 && std::string_view(":-?").find(text_[at - 1]) != std::string_view::npos;
  const bool before_colon = at < text_.size() && text_[at] == ':';  // an empty key
  return far && !after_indicator && !before_colon ? last_end_ : at;
}

// The header of a block scalar may end in a comment.
void YamlReader::skip_comment_markers(Span span, bool block) {
  std::uint32_t begin = span.begin;
  if (block) {
    while (begin < span.end && text_[begin] != '\n' && text_[begin] != '\r') ++begin;
  }
  documents_.skip_scalar(begin, span.end);
}

void YamlReader::alias(const yaml_event_t& event) {
  const Span span{id_, offset_(event.start_mark.index), offset_(event.end_mark.index)};
  last_end_ = span.end;
  tree().alias(view(event.data.alias.anchor), span);
}

void YamlReader::begin(const yaml_event_t& event) {
  const bool mapping = event.type == YAML_MAPPING_START_EVENT;
  const auto& data = event.data;
  const auto* tag = mapping ? data.mapping_start.tag : data.sequence_start.tag;
  const auto* anchor = mapping ? data.mapping_start.anchor : data.sequence_start.anchor;
  const auto form = mapping ? TreeBuilder::Form::Mapping : TreeBuilder::Form::Sequence;
  // Not more than belong to it: the first key may have its own.
  const int most = (tag != nullptr) + (anchor != nullptr);
  const Properties properties = read_properties(text_, offset_(event.start_mark.index), most);
  check_anchor(view(anchor), properties);
  const Node::Tag merge_tag = collection_tag(view(tag), mapping, properties);
  last_end_ = properties.end;
  tree().begin(form, properties.end, view(anchor), merge_tag);
}

Node::Tag YamlReader::collection_tag(std::string_view tag, bool mapping,
                                     const Properties& properties) {
  if (tag.empty() || tag == "!") return Node::Tag::None;
  TagMeaning meaning = tag_meaning(tag);
  if (dialect_ != nullptr && meaning.merge != Node::Tag::None) meaning = {CoreTag::Unknown, {}};
  const CoreTag wanted = mapping ? CoreTag::Map : CoreTag::Seq;
  if (check_tag(meaning.core, properties) && meaning.core != CoreTag::None &&
      meaning.core != wanted) {
    report_bad_value(meaning.core, {id_, properties.end, properties.end + 1},
                     mapping ? "a map" : "a list");
  }
  return meaning.merge;
}

// Events do not say which style ends. A block, and a pair in a list ([a: b]), has no bracket: it
// ends with what was last in it.
void YamlReader::end(const yaml_event_t& event) {
  const std::uint32_t begin = offset_(event.start_mark.index);
  const std::uint32_t after = offset_(event.end_mark.index);
  const char bracket = event.type == YAML_MAPPING_END_EVENT ? '}' : ']';
  if (after == begin + 1 && text_[begin] == bracket) last_end_ = after;
  tree().end(last_end_);
}

}  // namespace launch
