#include "compiler/document/read_yaml.h"

#include <yaml.h>

#include <algorithm>

#include "compiler/document/directives.h"
#include "compiler/document/read_json.h"
#include "compiler/document/syntax_error.h"
#include "compiler/document/tags.h"
#include "compiler/document/text_check.h"
#include "compiler/document/tree_builder.h"
#include "compiler/document/yaml_rules.h"

namespace launch {
namespace {

std::string_view view(const unsigned char* text) {
  return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

// libyaml's parser, freed at the end.
class Parser {
 public:
  explicit Parser(std::string_view text) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }
  ~Parser() { yaml_parser_delete(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  yaml_parser_t* get() { return &parser_; }

 private:
  yaml_parser_t parser_{};
};

// Where a block scalar's last line ends; libyaml's mark is where the next token starts. Trailing
// blank lines belong to it only under "keep" (`|+`).
std::uint32_t block_scalar_end(std::string_view written, std::string_view value) {
  const std::string_view header = written.substr(0, std::min<std::size_t>(written.size(), 3));
  if (header.find('+') != std::string_view::npos) return static_cast<std::uint32_t>(written.size());
  const std::string_view content = value.substr(0, value.find_last_not_of('\n') + 1);
  const std::size_t trailing = content.size() - (content.find_last_not_of(" \t") + 1);
  const bool blank_line = trailing > 0 && trailing < content.size() && content[content.size() - trailing - 1] == '\n';
  if (blank_line) return static_cast<std::uint32_t>(written.find_last_not_of("\r\n") + 1);
  const std::size_t last = written.find_last_not_of(" \t\r\n") + 1;
  return static_cast<std::uint32_t>(std::min(last + trailing, written.size()));
}

class YamlReader {
 public:
  YamlReader(SourceId id, std::string_view text, const TextFacts& facts, Arena& arena,
             Diagnostics& diagnostics, const ReadLimits& limits)
      : id_(id),
        text_(text),
        offset_(text, facts),
        arena_(arena),
        diagnostics_(diagnostics),
        builder_(id, text, arena, diagnostics, limits),
        directives_(id, text),
        parser_(text.substr(facts.begin)) {}

  std::vector<Document> run() {
    for (bool more = true; more && !builder_.stopped();) {
      yaml_event_t event;
      if (yaml_parser_parse(parser_.get(), &event) == 0) {
        report_syntax();
        break;
      }
      more = event.type != YAML_STREAM_END_EVENT;
      take(event);
      yaml_event_delete(&event);
    }
    return std::move(documents_);
  }

 private:
  void take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_SCALAR_EVENT: return scalar(event);
      case YAML_ALIAS_EVENT: return alias(event);
      case YAML_MAPPING_START_EVENT:
      case YAML_SEQUENCE_START_EVENT: return begin(event);
      case YAML_MAPPING_END_EVENT:
      case YAML_SEQUENCE_END_EVENT: return end(event);
      case YAML_DOCUMENT_START_EVENT: return begin_document(event);
      case YAML_DOCUMENT_END_EVENT: return end_document(event);
      case YAML_STREAM_END_EVENT: return end_stream();
      default: return;
    }
  }

  void scalar(const yaml_event_t& event) {
    const auto& data = event.data.scalar;
    const std::string_view value(reinterpret_cast<const char*>(data.value), data.length);
    const auto style = static_cast<Node::Style>(data.style - YAML_PLAIN_SCALAR_STYLE);
    Span span{id_, offset_(event.start_mark.index), offset_(event.end_mark.index)};
    Properties properties;
    const bool has_properties =
        span.begin < span.end && (text_[span.begin] == '&' || text_[span.begin] == '!');
    if (has_properties) {
      properties = read_properties(text_.substr(0, span.end), span.begin, 2);
      if (properties.end < span.end) span.begin = properties.end;
      check_anchor(view(data.anchor), properties);
    } else if (span.begin == span.end) {
      span.begin = span.end = place_of_nothing(span.begin);
    }
    const bool block = style == Node::Style::Literal || style == Node::Style::Folded;
    if (block) span.end = span.begin + block_scalar_end(text_.substr(span.begin, span.end - span.begin), value);
    if (span.begin > 0 && text_[span.begin - 1] == '?') refuse_question_mark(span);
    skip_comment_markers(span, block);
    last_end_ = span.end;
    builder_.scalar(make_scalar(data, value, style, span, properties), view(data.anchor));
  }

  Node make_scalar(const decltype(yaml_event_t::data.scalar)& data, std::string_view value,
                   Node::Style style, Span span, const Properties& properties) {
    const std::string_view content = keep(value, style, span);
    if (!properties.has_tag()) {
      const Kind kind = style == Node::Style::Plain ? resolve_plain(content) : Kind::String;
      return Node::scalar(kind, content, span, style);
    }
    Kind kind = style == Node::Style::Plain ? resolve_plain(content) : Kind::String;
    TagMeaning meaning;
    if (data.tag == nullptr || view(data.tag) == "!") {
      meaning.core = CoreTag::Str;  // "!" alone: no guessing
    } else {
      meaning = tag_meaning(view(data.tag));
      if (!check_tag(meaning.core, properties)) meaning.core = CoreTag::None;
    }
    if (meaning.core != CoreTag::None && !resolve_tagged(meaning.core, content, kind)) {
      report_bad_value(meaning.core, span, quoted(content));
    }
    // A tag settles what the value is as quotes do: nobody can take `!!str no` for a boolean.
    if (meaning.core == CoreTag::Str && style == Node::Style::Plain) style = Node::Style::DoubleQuoted;
    return Node::scalar(kind, content, span, style).with_tag(meaning.merge);
  }

  // The value as part of the text where it is there to the letter, else a copy.
  std::string_view keep(std::string_view value, Node::Style style, Span span) {
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
  std::uint32_t place_of_nothing(std::uint32_t at) const {
    const std::string_view between = text_.substr(last_end_, at > last_end_ ? at - last_end_ : 0);
    const bool after_indicator = at > 0 && std::string_view(":-?").find(text_[at - 1]) != std::string_view::npos;
    const bool before_colon = at < text_.size() && text_[at] == ':';  // an empty key
    const bool far = between.find_first_of("\r\n") != std::string_view::npos;
    return far && !after_indicator && !before_colon ? last_end_ : at;
  }

  // The header of a block scalar may end in a comment.
  void skip_comment_markers(Span span, bool block) {
    std::uint32_t begin = span.begin;
    if (block) {
      while (begin < span.end && text_[begin] != '\n' && text_[begin] != '\r') ++begin;
    }
    directives_.skip_scalar(begin, span.end);
  }

  // In brackets libyaml takes any "?" for the mark of a key, YAML 1.2 only one with a blank after it:
  // {?a: b} has the key "a" there and "?a" here.
  void refuse_question_mark(Span span) {
    const Span mark{id_, span.begin - 1, span.end};
    builder_.report({&kYamlSyntax, mark, "a text that starts with \"?\" has to stand in quotes", {}, {}});
  }

  void alias(const yaml_event_t& event) {
    const Span span{id_, offset_(event.start_mark.index), offset_(event.end_mark.index)};
    last_end_ = span.end;
    builder_.alias(view(event.data.alias.anchor), span);
  }

  void begin(const yaml_event_t& event) {
    const bool mapping = event.type == YAML_MAPPING_START_EVENT;
    const auto& data = event.data;
    const unsigned char* tag = mapping ? data.mapping_start.tag : data.sequence_start.tag;
    const unsigned char* anchor = mapping ? data.mapping_start.anchor : data.sequence_start.anchor;
    const auto form = mapping ? TreeBuilder::Form::Mapping : TreeBuilder::Form::Sequence;
    const int most = (tag != nullptr) + (anchor != nullptr);
    const Properties properties = read_properties(text_, offset_(event.start_mark.index), most);
    check_anchor(view(anchor), properties);
    TagMeaning meaning;
    if (tag != nullptr && view(tag) != "!") {
      meaning = tag_meaning(view(tag));
      const CoreTag wanted = mapping ? CoreTag::Map : CoreTag::Seq;
      const bool known = check_tag(meaning.core, properties);
      if (known && meaning.core != CoreTag::None && meaning.core != wanted) {
        report_bad_value(meaning.core, {id_, properties.end, properties.end + 1},
                         mapping ? "a map" : "a list");
      }
    }
    last_end_ = properties.end;
    builder_.begin(form, properties.end, view(anchor), meaning.merge);
  }

  void end(const yaml_event_t& event) {
    // Events do not say which style ends. A block, and a pair in a list ([a: b]), has no bracket.
    const std::uint32_t begin = offset_(event.start_mark.index);
    const std::uint32_t after = offset_(event.end_mark.index);
    const char bracket = event.type == YAML_MAPPING_END_EVENT ? '}' : ']';
    if (after == begin + 1 && text_[begin] == bracket) last_end_ = after;
    builder_.end(last_end_);
  }

  // libyaml ends an anchor's name where its own alphabet ends: the value of `&a:b c` is ":b c" there
  // and "c" in YAML 1.2.
  void check_anchor(std::string_view name, const Properties& properties) {
    const std::uint32_t written = properties.anchor_end - properties.anchor_begin;
    if (written <= name.size() + 1) return;
    builder_.report({&kYamlSyntax, {id_, properties.anchor_begin, properties.anchor_end},
                     "an anchor's name may hold letters, digits, \"-\" and \"_\" only", {}, {}});
  }

  bool check_tag(CoreTag core, const Properties& properties) {
    if (core != CoreTag::Unknown) return true;
    const Span span{id_, properties.tag_begin, properties.tag_end};
    const std::string_view written = text_.substr(span.begin, span.end - span.begin);
    builder_.report({&kYamlUnknownTag, span,
                     "the tag " + quoted(written) + " has no meaning here; known are " + known_tags(),
                     {}, suggest_tag(written)});
    return false;
  }

  void report_bad_value(CoreTag core, Span span, std::string_view found) {
    builder_.report({&kYamlBadTagValue, span,
                     std::string(core_tag_name(core)) + " stands before " + std::string(found), {}, {}});
  }

  void begin_document(const yaml_event_t& event) {
    const std::uint32_t begin = offset_(event.start_mark.index);
    if (!ended_by_dots_) settle_directives(begin);
    ended_by_dots_ = false;
    last_end_ = begin;
    fate_ = Fate::Open;
  }

  void end_document(const yaml_event_t& event) {
    const bool clean = builder_.is_clean();
    const Node root = builder_.finish();
    const bool written = !root.is_null() || root.span().begin != root.span().end;
    fate_ = !clean ? Fate::Broken : written ? Fate::Kept : Fate::Empty;
    if (fate_ == Fate::Kept) documents_.push_back({root, index_, {}});
    ++index_;
    ended_by_dots_ = event.data.document_end.implicit == 0;
    if (ended_by_dots_) settle_directives(offset_(event.end_mark.index));
  }

  // Gives the comments before `end` to the document that they stand in. Those of an empty one go to
  // the next, those of a broken one are of no use.
  void settle_directives(std::uint32_t end) {
    if (fate_ == Fate::Open) return;  // before the first document
    const std::vector<Directive> found = directives_.take_before(end);
    if (fate_ == Fate::Broken) return;
    homeless_.insert(homeless_.end(), found.begin(), found.end());
    if (fate_ == Fate::Kept) adopt_directives();
  }

  void adopt_directives() {
    if (documents_.empty()) return;
    std::vector<Directive>& own = documents_.back().directives;
    own.insert(own.end(), homeless_.begin(), homeless_.end());
    homeless_.clear();
  }

  void end_stream() {
    settle_directives(static_cast<std::uint32_t>(text_.size()));
    adopt_directives();
  }

  void report_syntax() {
    const yaml_parser_t& parser = *parser_.get();
    if (parser.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
    SyntaxTrouble trouble;
    trouble.problem = parser.problem == nullptr ? "" : parser.problem;
    trouble.context = parser.context == nullptr ? "" : parser.context;
    trouble.at = offset_(parser.problem_mark.index);
    trouble.since = parser.context == nullptr ? trouble.at : offset_(parser.context_mark.index);
    // What was refused there as text counts from the text's start; see check_text().
    if (parser.error == YAML_READER_ERROR) trouble.at = trouble.since = static_cast<std::uint32_t>(parser.problem_offset);
    Diagnostic diagnostic = explain_syntax(trouble, id_, text_);
    drop_bad_keys(diagnostic.span.begin);
    diagnostics_.report(std::move(diagnostic));
  }

  // `{{a}}-b` is a bad key first and a syntax error then: the second says it all.
  void drop_bad_keys(std::uint32_t place) {
    const auto begin = text_.substr(0, place).find_last_of("\r\n") + 1;
    diagnostics_.remove_if([&](const Diagnostic& other) {
      return other.rule == &kYamlBadKey && other.span.source == id_ && other.span.begin >= begin;
    });
  }

  SourceId id_;
  std::string_view text_;
  ByteOffsets offset_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  TreeBuilder builder_;
  DirectiveFinder directives_;
  Parser parser_;
  std::vector<Document> documents_;
  std::uint32_t last_end_ = 0;  // of what was last met in the text
  std::size_t index_ = 0;
  enum class Fate : std::uint8_t { Open, Kept, Empty, Broken };
  Fate fate_ = Fate::Open;  // of the document whose comments come by
  std::vector<Directive> homeless_;
  bool ended_by_dots_ = false;
};

// libyaml compares each %TAG line with every one before it; nobody needs more than a few.
bool check_directive_lines(SourceId id, std::string_view text, Diagnostics& diagnostics) {
  constexpr std::size_t kMost = 64;
  std::size_t count = 0;
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    const bool starts_line = at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
    if (!starts_line || !text.substr(at).starts_with("%TAG") || ++count <= kMost) continue;
    const auto begin = static_cast<std::uint32_t>(at);
    diagnostics.report({&kYamlTooManyValues, {id, begin, begin + 4},
                        "more than " + std::to_string(kMost) + " %TAG lines in one file", {}, {}});
    return false;
  }
  return true;
}

bool check_size(SourceId id, std::string_view text, const ReadLimits& limits, Diagnostics& diagnostics) {
  if (text.size() <= limits.file_bytes) return true;
  diagnostics.report({&kYamlTooLarge, {id, 0, 0},
                      "the file has " + std::to_string(text.size()) + " bytes; the limit is " +
                          std::to_string(limits.file_bytes), {}, {}});
  return false;
}

// False when the text is not JSON; then nothing has been reported.
bool try_json(SourceId id, std::string_view text, const TextFacts& facts, Arena& arena,
              Diagnostics& diagnostics, const ReadLimits& limits, std::vector<Document>& documents) {
  if (!looks_like_json(text, facts.begin)) return false;
  Diagnostics found;
  TreeBuilder builder(id, text, arena, found, limits);
  if (!read_json(text, facts.begin, arena, builder)) return false;
  diagnostics.take(std::move(found));
  if (builder.is_clean()) documents.push_back({builder.finish(), 0, {}});
  return true;
}

}  // namespace

std::vector<Document> read_yaml(SourceId id, const SourceMap& sources, Arena& arena,
                                Diagnostics& diagnostics, const ReadLimits& limits) {
  const std::string_view text = sources.text(id);
  if (!check_size(id, text, limits, diagnostics)) return {};
  const auto facts = check_text(id, text, diagnostics);
  if (!facts) return {};
  std::vector<Document> documents;
  if (try_json(id, text, *facts, arena, diagnostics, limits, documents)) return documents;
  if (!check_yaml_characters(*facts, text, diagnostics)) return {};
  if (!check_directive_lines(id, text, diagnostics)) return {};
  return YamlReader(id, text, *facts, arena, diagnostics, limits).run();
}

}  // namespace launch
