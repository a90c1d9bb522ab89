// Puts nodes together in the order in which a reader of YAML or JSON meets them, and keeps the
// rules that hold for both: unique text keys, limits, aliases, merge keys.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/read_yaml.h"

namespace launch {

class TreeBuilder {
 public:
  enum class Form : std::uint8_t { Mapping, Sequence };

  // `merge_overrides`: see YamlDialect.
  TreeBuilder(SourceId id, std::string_view text, Arena& arena, Diagnostics& diagnostics,
              const ReadLimits& limits, bool merge_overrides = false);

  // Each takes the next node in the order of the text; `anchor` is empty for none.
  void scalar(const Node& node) {
    if (count_node(node.span())) place(node, node.span());
  }
  void scalar(const Node& node, std::string_view anchor);
  void alias(std::string_view name, Span span);
  void begin(Form form, std::uint32_t begin, std::string_view anchor = {},
             Node::Tag tag = Node::Tag::None);
  // `end`: after the closing bracket; a block ends with what was last in it.
  void end(std::uint32_t end);

  // No mistake has been found in this document so far, and nothing is open.
  bool is_clean() const { return mistakes_ == 0 && !stopped_ && !is_open(); }
  // The finished document, and a clean slate for the next. No node unless is_clean().
  Node finish();

  bool is_open() const { return !frames_.empty(); }
  bool in_mapping() const { return is_open() && frames_.back().form == Form::Mapping; }
  bool awaits_key() const { return in_mapping() && !frames_.back().has_key; }
  // Where the innermost open mapping or sequence begins.
  std::optional<std::uint32_t> innermost() const {
    return is_open() ? std::optional(frames_.back().begin) : std::nullopt;
  }
  // A limit was passed: nothing more may be put in.
  bool stopped() const { return stopped_; }
  void report(Diagnostic diagnostic);
  SourceId source() const { return id_; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // A mapping or sequence that is still open.
  struct Frame {
    Form form;
    Node::Tag tag;
    bool has_key = false;     // the key of the next member is known…
    bool drop_value = false;  // …and is no key, so the value leads nowhere
    std::uint32_t begin;
    std::uint32_t first;  // of its children on items_ or members_
    std::uint32_t height = 1;
    std::uint32_t anchor;         // in anchors_, or kNone
    std::uint32_t merge = kNone;  // its << in members_
    std::size_t expanded_before;
    std::string_view key;
    Span key_span;
  };
  struct Anchor {
    Node node;
    Span span;
    std::size_t size = 0;  // nodes in it, aliases expanded
    std::uint32_t height = 0;
    bool open = false;  // its end has not been met
  };

  void place(const Node& node, Span written);
  void take_key(Frame& frame, const Node& node, Span written);
  void report_bad_key(Span span, std::string_view what);
  bool count_node(Span span) {
    ++expanded_;
    return ++written_ <= limits_.nodes || refuse_node(span);
  }
  bool refuse_node(Span span);
  Node close(const Frame& frame, std::uint32_t end);
  std::uint32_t add_anchor(std::string_view name, Span span);
  void report_unknown_alias(std::string_view name, Span span);
  bool alias_fits(const Anchor& anchor, Span span);

  void check_duplicates(std::size_t first);
  void report_duplicate(const Member& original, const Member& again);
  void merge(const Frame& frame);
  void report_overridden(const Member& original, const Member& merged);
  bool collect_merged(const Node& value, std::vector<Member>& merged);
  void add_merged(const Node& mapping, std::vector<Member>& merged);

  SourceId id_;
  std::string_view text_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  ReadLimits limits_;
  bool merge_overrides_;

  std::vector<Frame> frames_;
  std::vector<Node> items_;      // of all open sequences, the innermost last
  std::vector<Member> members_;  // of all open mappings, likewise
  std::vector<Anchor> anchors_;
  std::map<std::string_view, std::uint32_t> anchor_names_;  // to the latest of that name
  Node root_;
  std::size_t written_ = 0;   // in the file
  std::size_t expanded_ = 0;  // in the file, aliases expanded
  std::size_t mistakes_ = 0;  // in the document
  bool stopped_ = false;
};

}  // namespace launch
