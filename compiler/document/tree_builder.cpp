#include "compiler/document/tree_builder.h"

#include <algorithm>

#include "compiler/document/yaml_rules.h"

namespace launch {
namespace {

// More would bury the first ones, and a hostile file could make millions.
constexpr std::size_t kMostMistakes = 100;
// Looking for similar names costs time for each name.
constexpr std::size_t kMostCandidates = 200;

std::string limit_text(std::string_view what, std::size_t limit) {
  return std::string(what) + "; the limit is " + std::to_string(limit);
}

Node tagged(const Node& node, Node::Tag tag) {
  return tag == Node::Tag::None ? node : node.with_tag(tag);
}

}  // namespace

TreeBuilder::TreeBuilder(SourceId id, std::string_view text, Arena& arena, Diagnostics& diagnostics,
                         const ReadLimits& limits, bool merge_overrides)
    : id_(id),
      text_(text),
      arena_(arena),
      diagnostics_(diagnostics),
      limits_(limits),
      merge_overrides_(merge_overrides) {
  frames_.reserve(16);
  items_.reserve(64);
  members_.reserve(64);
}

void TreeBuilder::report(Diagnostic diagnostic) {
  if (mistakes_ >= kMostMistakes) return;
  ++mistakes_;
  if (mistakes_ == kMostMistakes) {
    diagnostic.notes.push_back({diagnostic.span, "too many mistakes: reading stops here"});
    stopped_ = true;
  }
  diagnostics_.report(std::move(diagnostic));
}

bool TreeBuilder::refuse_node(Span span) {
  report({&kYamlTooManyValues,
          span,
          limit_text("the file holds too many values", limits_.nodes),
          {},
          {}});
  stopped_ = true;
  return false;
}

void TreeBuilder::scalar(const Node& node, std::string_view anchor) {
  if (anchor.empty()) return scalar(node);
  if (!count_node(node.span())) return;
  Anchor& added = anchors_[add_anchor(anchor, node.span())];
  added.node = node;
  added.size = 1;
  added.open = false;
  place(node, node.span());
}

void TreeBuilder::begin(Form form, std::uint32_t begin, std::string_view anchor, Node::Tag tag) {
  const Span start{id_, begin, begin + 1};
  if (!count_node(start)) return;
  if (frames_.size() >= limits_.depth) {
    report(
        {&kYamlTooDeep, start, limit_text("values are nested too deeply", limits_.depth), {}, {}});
    stopped_ = true;
    return;
  }
  const bool mapping = form == Form::Mapping;
  Frame frame{.form = form,
              .tag = tag,
              .begin = begin,
              .first = static_cast<std::uint32_t>(mapping ? members_.size() : items_.size()),
              .anchor = anchor.empty() ? kNone : add_anchor(anchor, start),
              .expanded_before = expanded_ - 1,
              .key = {},
              .key_span = {}};
  frames_.push_back(frame);
}

void TreeBuilder::end(std::uint32_t end) {
  const Frame& frame = frames_.back();
  const std::uint32_t height = frame.height;
  const Node node = close(frame, end);
  if (frame.anchor != kNone) {
    Anchor& anchor = anchors_[frame.anchor];
    anchor.node = node;
    anchor.span = node.span();
    anchor.size = expanded_ - frame.expanded_before;
    anchor.height = height;
    anchor.open = false;
  }
  frames_.pop_back();
  if (is_open()) frames_.back().height = std::max(frames_.back().height, height + 1);
  place(node, node.span());
}

Node TreeBuilder::close(const Frame& frame, std::uint32_t end) {
  const Span span{id_, frame.begin, end};
  if (frame.form == Form::Sequence) {
    const auto items = arena_.copy(std::span<const Node>(items_).subspan(frame.first));
    items_.resize(frame.first);
    return tagged(Node::sequence(items, span), frame.tag);
  }
  check_duplicates(frame.first);
  if (frame.merge != kNone) merge(frame);
  const auto members = arena_.copy(std::span<const Member>(members_).subspan(frame.first));
  members_.resize(frame.first);
  return tagged(Node::mapping(members, span), frame.tag);
}

// `written`: where it stands here, which is not where it was anchored.
void TreeBuilder::place(const Node& node, Span written) {
  if (!is_open()) {
    root_ = node;
    return;
  }
  Frame& frame = frames_.back();
  if (frame.form == Form::Sequence) {
    items_.push_back(node);
  } else if (!frame.has_key) {
    take_key(frame, node, written);
  } else {
    frame.has_key = false;
    if (!frame.drop_value) members_.push_back({frame.key, frame.key_span, node});
  }
}

void TreeBuilder::take_key(Frame& frame, const Node& node, Span written) {
  frame.has_key = true;
  frame.drop_value = true;
  if (!node.is_scalar()) return report_bad_key(written, node.is_mapping() ? "a map" : "a list");
  if (node.is_null()) return report_bad_key(written, "null");
  if (node.tag() != Node::Tag::None) {
    return report(
        {&kYamlBadKey, written, "a merge tag stands before a value, not before a key", {}, {}});
  }
  frame.drop_value = false;
  frame.key = node.as_string();
  frame.key_span = written;
  const bool merges = node.style() == Node::Style::Plain && frame.key == "<<";
  if (merges && frame.merge == kNone) frame.merge = static_cast<std::uint32_t>(members_.size());
}

void TreeBuilder::report_bad_key(Span span, std::string_view what) {
  const auto begins_with = [&](std::size_t at, char c) {
    return at < text_.size() && text_[at] == c;
  };
  Diagnostic diagnostic{&kYamlBadKey, span, {}, {}, {}};
  if (what == "null") {
    const bool empty = span.begin == span.end;
    diagnostic.message =
        empty ? "there is no key before the \":\"" : "null cannot be a key; put it in quotes";
  } else if (span.begin > 0 && begins_with(span.begin, '{') && begins_with(span.begin - 1, '{')) {
    const std::string_view inside = text_.substr(span.begin, span.end - span.begin);
    diagnostic.message =
        "a template variable has to stand in quotes: without them {{ is a map within a map";
    if (inside.size() < 80 && inside.find('\n') == std::string_view::npos) {
      diagnostic.suggestion = "write \"{" + std::string(inside) + "}\"";
    }
  } else {
    diagnostic.message = std::string(what) + " cannot be a key; keys are texts";
    diagnostic.suggestion = "put the key in quotes if a text is meant";
  }
  report(std::move(diagnostic));
}

std::uint32_t TreeBuilder::add_anchor(std::string_view name, Span span) {
  const auto index = static_cast<std::uint32_t>(anchors_.size());
  anchors_.push_back({.node = {}, .span = span, .open = true});
  const auto known = anchor_names_.find(name);
  if (known != anchor_names_.end()) {
    known->second = index;
  } else {
    anchor_names_.emplace(arena_.copy(name), index);  // the event that brought the name will go
  }
  return index;
}

void TreeBuilder::alias(std::string_view name, Span span) {
  if (!count_node(span)) return;
  const auto known = anchor_names_.find(name);
  const Node missing = Node::scalar(Kind::String, {}, span);
  if (known == anchor_names_.end()) {
    report_unknown_alias(name, span);
    return place(missing, span);
  }
  const Anchor& anchor = anchors_[known->second];
  if (anchor.open) {
    report({&kYamlAliasLoop,
            span,
            "the alias " + quoted(name) + " stands inside the value it repeats",
            {{anchor.span, "the value starts here"}},
            {}});
    return place(missing, span);
  }
  expanded_ += anchor.size - 1;
  if (!alias_fits(anchor, span)) return;
  if (is_open()) frames_.back().height = std::max(frames_.back().height, anchor.height + 1);
  place(anchor.node.with_step(arena_, {Step::Action::Aliased, span, {}, nullptr}), span);
}

bool TreeBuilder::alias_fits(const Anchor& anchor, Span span) {
  if (expanded_ > limits_.expanded_nodes) {
    report({&kYamlAliasBomb,
            span,
            limit_text("aliases make too many values", limits_.expanded_nodes),
            {{anchor.span, "this value stands for " + std::to_string(anchor.size) + " values"}},
            {}});
    stopped_ = true;
  } else if (frames_.size() + anchor.height > limits_.depth) {
    report({&kYamlTooDeep,
            span,
            limit_text("the alias nests values too deeply", limits_.depth),
            {{anchor.span, "the value stands here"}},
            {}});
    stopped_ = true;
  }
  return !stopped_;
}

void TreeBuilder::report_unknown_alias(std::string_view name, Span span) {
  std::vector<std::string_view> names;
  for (const auto& [known, index] : anchor_names_) {
    if (names.size() < kMostCandidates) names.push_back(known);
  }
  Diagnostic diagnostic{&kYamlUnknownAlias, span, {}, {}, suggest(did_you_mean(name, names))};
  diagnostic.message =
      "no anchor &" + std::string(name.substr(0, 80)) + " stands before this alias";
  if (names.empty()) diagnostic.message += "; a text that starts with * has to be quoted";
  report(std::move(diagnostic));
}

Node TreeBuilder::finish() {
  const Node root = is_clean() ? root_ : Node();
  root_ = Node();
  frames_.clear();
  items_.clear();
  members_.clear();
  anchors_.clear();
  anchor_names_.clear();
  if (!stopped_) mistakes_ = 0;
  return root;
}

}  // namespace launch
