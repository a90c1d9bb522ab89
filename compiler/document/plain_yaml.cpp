// Line by line: the column of a line says which blocks it ends, and whether it opens one.
#include "compiler/document/plain_yaml.h"

#include <algorithm>
#include <string>

#include "compiler/document/document_list.h"
#include "compiler/document/plain_line.h"

namespace launch {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;
// libyaml takes no key that is longer than 1024 characters.
constexpr std::uint32_t kLongestKey = 1000;

class PlainReader {
 public:
  PlainReader(SourceId id, PlainLine line, Arena& arena, DocumentList& documents)
      : id_(id), line_(line), arena_(arena), documents_(documents), tree_(documents.tree()) {
    blocks_.reserve(16);
  }

  // Like all that follow, false when the text is not plain.
  bool run() {
    while (line_.next()) {
      if (!read_line() || tree_.stopped()) return false;
    }
    end_document();
    documents_.end_stream();
    return true;
  }

 private:
  using Context = PlainLine::Context;

  struct Block {
    std::uint32_t column;
    bool mapping;
    bool indentless;  // a list in the column of the key it belongs to
  };

  bool read_line();
  bool separator();
  void begin_document();
  void end_document();

  bool fit(bool item);
  void open(bool mapping, std::uint32_t at, bool indentless = false);
  void close();
  bool items();
  bool member();
  bool key(const PlainScalar& name);
  bool value(bool item);
  bool literal();
  bool literal_lines(std::uint32_t& end);
  bool flow();
  bool flow_key();
  bool flow_value();
  void place(const PlainScalar& found);
  void place_nothing();

  SourceId id_;
  PlainLine line_;
  Arena& arena_;
  DocumentList& documents_;
  TreeBuilder& tree_;
  std::uint32_t last_end_ = 0;  // of what was last put into the tree
  std::uint32_t due_ = kNone;   // where a value is missing if none follows
  bool in_document_ = false;
  std::vector<Block> blocks_;  // that are open, the innermost last
  std::string lines_;          // of a literal block
};

bool PlainReader::read_line() {
  if (line_.at_marker()) return separator();
  if (!in_document_) begin_document();
  const bool item = line_.at_item();
  return fit(item) && (item ? items() : member());
}

bool PlainReader::separator() {
  if (line_.peek() == '.') return false;
  end_document();
  begin_document();
  line_.advance(3);
  return line_.at_end();
}

void PlainReader::begin_document() {
  last_end_ = due_ = line_.at();
  documents_.begin(line_.at());
  in_document_ = true;
}

void PlainReader::end_document() {
  if (!in_document_) return;
  if (due_ != kNone) place_nothing();
  while (!blocks_.empty()) close();
  documents_.end();
  in_document_ = false;
}

// Ends the blocks that the line does not belong to, or opens the one that is due.
bool PlainReader::fit(bool item) {
  const std::uint32_t column = line_.column(line_.at());
  if (due_ != kNone) {
    const bool deeper = blocks_.empty() || column > blocks_.back().column;
    const bool indentless =
        !deeper && item && blocks_.back().mapping && column == blocks_.back().column;
    if (deeper || indentless) {
      due_ = kNone;
      open(!item, line_.at(), indentless);
      return true;
    }
    place_nothing();
  }
  while (!blocks_.empty()) {
    const Block& block = blocks_.back();
    if (column == block.column && item != block.mapping) return true;
    if (column > block.column || (column == block.column && !block.indentless)) return false;
    close();
  }
  return false;
}

void PlainReader::open(bool mapping, std::uint32_t at, bool indentless) {
  blocks_.push_back({line_.column(at), mapping, indentless});
  tree_.begin(mapping ? TreeBuilder::Form::Mapping : TreeBuilder::Form::Sequence, at);
}

void PlainReader::close() {
  blocks_.pop_back();
  tree_.end(last_end_);
}

// At the "-" of a list that is open.
bool PlainReader::items() {
  for (;;) {
    line_.advance();
    due_ = line_.at();
    if (line_.at_end()) return true;
    if (!line_.at_item()) return value(true);
    if (tree_.stopped()) return false;
    open(false, line_.at());
  }
}

bool PlainReader::member() {
  PlainScalar name;
  return line_.scalar(name, Context::Block) && line_.at_colon() && key(name);
}

// The key of a map that is open, at its ":".
bool PlainReader::key(const PlainScalar& name) {
  if (name.end - name.begin > kLongestKey) return false;
  place(name);
  line_.advance();
  due_ = line_.at();
  return line_.at_end() || value(false);
}

// What follows a ":", or a "-", after which a map may begin.
bool PlainReader::value(bool item) {
  due_ = kNone;
  const char first = line_.peek();
  if (first == '|') return literal();
  if (first == '[' || first == '{') return flow() && line_.at_end();
  PlainScalar found;
  if (!line_.scalar(found, Context::Block)) return false;
  if (item && line_.at_colon()) {
    open(true, found.begin);
    return key(found);
  }
  place(found);
  return line_.at_end();
}

// A block `|` or `|-` that has text in its first line.
bool PlainReader::literal() {
  const std::uint32_t begin = line_.at();
  line_.advance();
  const bool strip = line_.peek() == '-';
  if (strip) line_.advance();
  if (!line_.at_end()) return false;
  const std::uint32_t header_end = line_.end();
  if (!literal_lines(last_end_)) return false;
  if (strip) lines_.pop_back();
  documents_.skip_scalar(header_end, last_end_);
  const Span span{id_, begin, last_end_};
  tree_.scalar(Node::scalar(Kind::String, arena_.copy(lines_), span, Node::Style::Literal));
  return true;
}

// The lines of a literal block without their indentation; `end` is that of the last with text.
bool PlainReader::literal_lines(std::uint32_t& end) {
  const std::size_t least = blocks_.back().column + 1;
  std::size_t indent = 0;
  std::size_t empty = 0;
  lines_.clear();
  while (!line_.at_end_of_text()) {
    const std::optional<std::string_view> line = line_.upcoming();
    if (!line) return false;
    const std::size_t spaces = std::min(line->find_first_not_of(' '), line->size());
    if (spaces == line->size()) {
      if (spaces > indent || indent == 0) return false;  // blanks that may be text
      ++empty;
      line_.skip(*line);
      continue;
    }
    if (spaces < std::max(indent, least)) break;
    if (indent == 0) indent = spaces;
    lines_.append(empty, '\n').append(line->substr(indent)) += '\n';
    empty = 0;
    end = line_.skip(*line);
  }
  return !lines_.empty();
}

// Brackets that close on their line.
bool PlainReader::flow() {
  const bool mapping = line_.peek() == '{';
  const char bracket = mapping ? '}' : ']';
  tree_.begin(mapping ? TreeBuilder::Form::Mapping : TreeBuilder::Form::Sequence, line_.at());
  if (tree_.stopped()) return false;
  line_.advance();
  line_.skip_spaces();
  while (line_.peek() != bracket) {
    if ((mapping && !flow_key()) || !flow_value()) return false;
    line_.skip_spaces();
    if (line_.peek() == bracket) break;
    if (line_.peek() != ',') return false;
    line_.advance();
    line_.skip_spaces();
  }
  line_.advance();
  last_end_ = line_.at();
  tree_.end(last_end_);
  return true;
}

bool PlainReader::flow_key() {
  PlainScalar name;
  if (!line_.scalar(name, Context::Flow) || !line_.at_colon()) return false;
  if (name.end - name.begin > kLongestKey) return false;
  place(name);
  line_.advance();
  line_.skip_spaces();
  return true;
}

bool PlainReader::flow_value() {
  if (line_.peek() == '[' || line_.peek() == '{') return flow();
  PlainScalar found;
  if (!line_.scalar(found, Context::Flow)) return false;
  place(found);
  return true;
}

void PlainReader::place(const PlainScalar& found) {
  const Kind kind = found.style == Node::Style::Plain ? resolve_plain(found.text) : Kind::String;
  documents_.skip_scalar(found.begin, found.end);
  tree_.scalar(Node::scalar(kind, found.text, {id_, found.begin, found.end}, found.style));
  last_end_ = found.end;
}

void PlainReader::place_nothing() {
  tree_.scalar(Node::scalar(Kind::Null, {}, {id_, due_, due_}));
  last_end_ = due_;
  due_ = kNone;
}

}  // namespace

std::optional<std::vector<Document>> read_plain_yaml(SourceId id, std::string_view text,
                                                     const TextFacts& facts, Arena& arena,
                                                     const ReadLimits& limits,
                                                     bool merge_overrides) {
  for (const char c : {'\t', '\r'}) {
    if (text.find(c) != std::string_view::npos) return std::nullopt;
  }
  Diagnostics found;
  DocumentList documents(id, text, arena, found, limits, merge_overrides);
  const bool plain = PlainReader(id, PlainLine(text, facts.begin), arena, documents).run();
  if (!plain || !found.empty()) return std::nullopt;
  return documents.take();
}

}  // namespace launch
