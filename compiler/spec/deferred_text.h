// Text some of whose macros wait for a later phase. A node that is_deferred() holds such a text,
// every other string node the text itself.
//
// `${NAME}` and `$<NAME>` are what waits. In front of `{NAME}` or `<NAME>`, two `$` stand for one:
// so all text can be written, also a `$` right before a macro, and one escape is as in documents.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/document/template.h"

namespace launch {

// Literal, Macro and Escaped pieces; the text of a Literal and an Escaped one is what it stands
// for.
std::vector<Piece> parse_deferred(std::string_view text);

// Plain text as it is written in a deferred one.
std::string escape_macros(std::string_view text);

// Puts a text together. When one of its parts is deferred, so is the whole, and the rest is
// escaped.
class TextBuilder {
 public:
  explicit TextBuilder(Arena& arena) : arena_(&arena) {}

  TextBuilder& add(std::string_view plain);
  // A scalar's text; what waits in it goes on waiting.
  TextBuilder& add(const Node& scalar);
  // A macro that waits, as written.
  TextBuilder& add_macro(std::string_view written);

  // The text at `span`; secret and deferred when one of its parts is.
  Node build(Span span) const;

 private:
  Arena* arena_;
  std::string deferred_;  // up to and including the last macro
  std::string plain_;     // behind it
  bool is_secret_ = false;
  bool is_deferred_ = false;
};

}  // namespace launch
