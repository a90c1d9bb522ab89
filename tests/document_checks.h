// What must hold for every document, whatever the text: used by the tests and the fuzzer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/document/read_yaml.h"

namespace launch::tests {

// A text with what was read from it; the parts keep each other alive.
struct Reading {
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  SourceId id{};
  std::vector<Document> documents;

  explicit Reading(std::string text, const ReadLimits& limits = {}) {
    id = sources.add("test.yaml", std::move(text));
    documents = read_yaml(id, sources, arena, diagnostics, limits);
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
};

// Finds the first thing that is wrong with the spans of a document: outside the text or the parent,
// out of order, through the middle of a character. Empty when all is well. Values brought in by an
// alias stand elsewhere and are left out.
class SpanChecker {
 public:
  SpanChecker(const SourceMap& sources, SourceId id) : id_(id), text_(sources.text(id)) {}

  std::string check(const Document& document) {
    check_node(document.root, {id_, 0, static_cast<std::uint32_t>(text_.size())});
    for (const Directive& directive : document.directives) {
      const bool comment = directive.span.end <= text_.size() && text_[directive.span.begin] == '#';
      if (!comment) complain("a directive that is no comment", directive.span);
    }
    return problem_;
  }

 private:
  static bool is_aliased(const Node& node) {
    for (const Step* step = node.history(); step != nullptr; step = step->previous) {
      if (step->action == Step::Action::Aliased) return true;
    }
    return false;
  }

  void check_node(const Node& node, Span parent) {
    if (!check_span(node.span(), parent)) return;
    std::uint32_t last = node.span().begin;
    const auto in_order = [&](Span span) {
      if (span.begin < last) complain("out of order", span);
      last = span.end;
    };
    for (const Node& item : node.items()) {
      if (is_aliased(item)) continue;
      in_order(item.span());
      check_node(item, node.span());
    }
    for (const Member& member : node.members()) {
      if (is_aliased(member.value)) continue;
      check_span(member.key_span, node.span());
      in_order(member.key_span);
      in_order(member.value.span());
      check_node(member.value, node.span());
    }
  }

  bool check_span(Span span, Span parent) {
    const auto splits = [&](std::uint32_t at) {
      return at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U;
    };
    if (span.source != id_) complain("another source", span);
    if (span.begin > span.end || span.end > text_.size()) complain("outside the text", span);
    if (span.begin < parent.begin || span.end > parent.end) complain("outside its parent", span);
    if (splits(span.begin) || splits(span.end)) complain("splits a character", span);
    return problem_.empty();
  }

  void complain(std::string_view what, Span span) {
    if (!problem_.empty()) return;
    problem_ =
        std::string(what) + ": " + std::to_string(span.begin) + "-" + std::to_string(span.end);
  }

  SourceId id_;
  std::string_view text_;
  std::string problem_;
};

// Calls `visit` for every node that stands where it is read, that is, not for aliased ones.
template <class Visit>
void for_each_written(const Node& node, Visit visit) {
  if (node.history() != nullptr) return;
  visit(node);
  for (const Node& item : node.items()) for_each_written(item, visit);
  for (const Member& member : node.members()) for_each_written(member.value, visit);
}

// Whether a scalar's own text, read alone, gives the scalar again. True where that cannot be asked:
// behind a tag, in a block whose indentation counts from its parent, and for a text that means
// something else at the start of a document.
inline bool rereads(const Node& scalar, const SourceMap& sources) {
  const std::string_view text = sources.text(scalar.span());
  using Style = Node::Style;
  if (text.empty() || std::string_view("-?:%!&").find(text[0]) != std::string_view::npos)
    return true;
  const bool block = scalar.style() == Style::Literal || scalar.style() == Style::Folded;
  const std::string_view header = text.substr(0, 3);
  if (block && header.find_first_of("123456789+") != std::string_view::npos) return true;
  const bool tagged = scalar.style() == Style::DoubleQuoted && text[0] != '"';
  if (tagged) return true;
  // In a list, so that JSON's strings are read as JSON again.
  const bool listed = text[0] == '"';
  const Reading again(listed ? "[" + std::string(text) + "]"
                             : " " + std::string(text) + (block ? "\n" : ""));
  if (again.documents.size() != 1) return false;
  const Node& root = listed ? again.documents[0].root.items()[0] : again.documents[0].root;
  std::string_view got = root.as_string();
  std::string_view wanted = scalar.as_string();
  // The last line of a file may lack the line break that the block's value then lacks.
  if (block && got.ends_with('\n') && !wanted.ends_with('\n')) got.remove_suffix(1);
  return got == wanted;
}

}  // namespace launch::tests
