// The lines of a plain YAML text, one after the other, and the scalars in them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "compiler/document/node.h"

namespace launch {

// A key or value as written on one line; quotes stand outside of `text`.
struct PlainScalar {
  std::string_view text;
  Node::Style style = Node::Style::Plain;
  std::uint32_t begin = 0, end = 0;
};

// Stands at a character of a line, or at the line's end.
class PlainLine {
 public:
  enum class Context : std::uint8_t { Block, Flow };

  // `text` holds no tab and no carriage return.
  PlainLine(std::string_view text, std::uint32_t begin) : text_(text), next_(begin) {}

  // Goes to the first character of the next line that has any, comments aside; false at the end of
  // the text.
  bool next() {
    while (next_ < text_.size()) {
      begin_ = at_ = next_;
      end_ = static_cast<std::uint32_t>(std::min(text_.find('\n', next_), text_.size()));
      next_ = end_ + 1;
      skip_spaces();
      if (at_ < end_ && text_[at_] != '#') return true;
    }
    return false;
  }
  // The whole line that comes next, when there is one and a line break ends it.
  std::optional<std::string_view> upcoming() const {
    const std::size_t end = text_.find('\n', next_);
    if (end == std::string_view::npos) return std::nullopt;
    return text_.substr(next_, end - next_);
  }
  // Passes over `upcoming`; returns where it ends.
  std::uint32_t skip(std::string_view upcoming) {
    const std::uint32_t end = next_ + static_cast<std::uint32_t>(upcoming.size());
    next_ = end + 1;
    return end;
  }
  bool at_end_of_text() const { return next_ >= text_.size(); }

  std::uint32_t at() const { return at_; }
  std::uint32_t end() const { return end_; }
  std::uint32_t column(std::uint32_t at) const { return at - begin_; }
  char peek() const { return at_ < end_ ? text_[at_] : '\n'; }
  void advance(std::uint32_t count = 1) { at_ += count; }
  void skip_spaces() {
    std::uint32_t at = at_;  // in a register
    while (at < end_ && text_[at] == ' ') ++at;
    at_ = at;
  }

  bool at_item() const { return peek() == '-' && is_blank(at_ + 1); }
  bool at_colon() const { return peek() == ':' && is_blank(at_ + 1); }
  // A line `---` or `...`, perhaps with something behind it.
  bool at_marker() const {
    if (at_ != begin_ || !is_blank(at_ + 3)) return false;
    const std::string_view start = text_.substr(at_, 3);
    return start == "---" || start == "...";
  }
  // Nothing follows but a comment.
  bool at_end() {
    const std::uint32_t before = at_;
    skip_spaces();
    return at_ == end_ || (text_[at_] == '#' && at_ > before);
  }

  // Passes over the scalar that begins here; false when there is none, or one that is not plain.
  bool scalar(PlainScalar& found, Context context);

 private:
  bool is_blank(std::uint32_t at) const { return at >= end_ || text_[at] == ' '; }
  bool may_start(Context context) const;
  bool quoted(PlainScalar& found);
  std::size_t block_end(std::string_view rest) const;
  std::size_t flow_end(std::string_view rest) const;

  std::string_view text_;
  std::uint32_t next_;       // where the next line begins
  std::uint32_t begin_ = 0;  // of the line
  std::uint32_t end_ = 0;    // before its line break
  std::uint32_t at_ = 0;
};

}  // namespace launch
