// What stands at a place of a text, and what is being written there.
#pragma once

#include "compiler/edit/outline.h"

namespace launch::edit {

// What is being written at a place.
struct Cursor {
  enum class Part : std::uint8_t {
    Key,      // a key of `parent`, or the whole value of it
    Value,    // the value of `entry`
    Comment,  // `word` is the comment so far, from its #
    Text      // the inside of a text, where nothing can be proposed
  };
  Part part = Part::Text;
  std::uint32_t document = 0;
  std::uint32_t parent = kTop;  // of the key
  std::uint32_t entry = kTop;   // whose value it is; for a key, the item it would be the first of
  Range word;                   // what has been typed of it
  bool needs_space = false;     // it stands right behind a colon
  bool in_brackets = false;
  std::uint32_t column = 0;  // of the word, in bytes
};

// `outline` is that of the whole text: indexes of entries are its.
Cursor cursor_at(const Outline& outline, std::size_t offset);

// What already stands at a place.
struct Standing {
  enum class On : std::uint8_t { Key, Value };
  On on;
  std::uint32_t entry;
};
// The innermost; nothing between them.
std::optional<Standing> standing_at(const Outline& outline, std::size_t offset);

// `{{name}}`, `${name}` or `$<name>` around a place.
struct Hole {
  std::string name;
  bool is_macro = false;
  Range whole;
};
std::optional<Hole> hole_at(std::string_view text, std::size_t offset);

// The whole word in which a finding's range lies: its key or value, with its quotes.
std::optional<Range> word_around(const Outline& outline, Range range);

}  // namespace launch::edit
