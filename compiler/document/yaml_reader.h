// libyaml's events into documents.
#pragma once

#include <yaml.h>

#include <string_view>
#include <vector>

#include "compiler/document/document_list.h"
#include "compiler/document/read_yaml.h"
#include "compiler/document/tags.h"
#include "compiler/document/text_check.h"

namespace launch {

// libyaml's parser, freed at the end.
class YamlParser {
 public:
  explicit YamlParser(std::string_view text);
  ~YamlParser() { yaml_parser_delete(&parser_); }
  YamlParser(const YamlParser&) = delete;
  YamlParser& operator=(const YamlParser&) = delete;

  yaml_parser_t* get() { return &parser_; }

 private:
  yaml_parser_t parser_{};
};

// Reads one text. No recursion: the depth of a document is the height of a stack in TreeBuilder.
class YamlReader {
 public:
  YamlReader(SourceId id, std::string_view text, const TextFacts& facts, Arena& arena,
             Diagnostics& diagnostics, const ReadLimits& limits, const YamlDialect* dialect);
  std::vector<Document> run();

 private:
  void take(const yaml_event_t& event);
  void scalar(const yaml_event_t& event);
  void alias(const yaml_event_t& event);
  void begin(const yaml_event_t& event);
  void end(const yaml_event_t& event);

  Node make_scalar(std::string_view tag, std::string_view value, Node::Style style, Span span,
                   const Properties& properties);
  Node read_tagged(std::string_view tag, const Node& value, const Properties& properties);
  Node::Tag collection_tag(std::string_view tag, bool mapping, const Properties& properties);
  std::string_view keep(std::string_view value, Node::Style style, Span span);
  std::uint32_t place_of_nothing(std::uint32_t at) const;
  void skip_comment_markers(Span span, bool block);

  void check_anchor(std::string_view name, const Properties& properties);
  bool check_tag(CoreTag core, const Properties& properties);
  void report_bad_value(CoreTag core, Span span, std::string_view found);
  void refuse_question_mark(Span span);
  void refuse_slash_escape(Span span);
  void report_syntax();
  void drop_bad_keys(std::uint32_t place);

  void begin_document(const yaml_event_t& event);
  void end_document(const yaml_event_t& event);

  TreeBuilder& tree() { return documents_.tree(); }

  SourceId id_;
  std::string_view text_;
  ByteOffsets offset_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  const YamlDialect* dialect_;
  DocumentList documents_;
  YamlParser parser_;
  std::uint32_t last_end_ = 0;  // of what was last met in the text
};

}  // namespace launch
