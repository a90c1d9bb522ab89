// What a YAML or JSON text looks like to an editor: keys, items and values with their places, found
// by indentation and brackets. Never fails: a text that is being typed seldom parses.
//
// It is no judge of YAML (compiler/document is) and knows only as much of it as specs are full of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/document/node.h"

namespace launch::edit {

// A range of bytes of the text.
struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool holds(std::size_t at) const { return at >= begin && at <= end; }
  bool empty() const { return begin == end; }
  friend bool operator==(const Range&, const Range&) = default;
};

inline constexpr std::uint32_t kTop = 0xFFFFFFFF;  // the parent of a document's own keys

// A key of a map with its value, or an item of a list.
struct Entry {
  std::uint32_t parent = kTop;
  std::uint32_t document = 0;  // in its file, from 0
  std::uint32_t number = 0;    // of an item, from 0
  bool is_item = false;
  bool in_brackets = false;
  bool holds_block = false;  // its value is a literal or folded text
  Range key;                 // an item: its dash, or nothing
  Range value;               // a scalar, or a bracket to its partner; empty for what is indented
};

struct Outline {
  std::string_view text;
  std::vector<Entry> entries;

  std::string_view text_of(Range range) const {
    return text.substr(range.begin, range.end - range.begin);
  }
  // Without quotes.
  std::string_view key_of(std::uint32_t entry) const;
  std::string_view value_of(std::uint32_t entry) const;
  // A key of the document itself, or what stands directly in one. Most questions are about these,
  // and the paths of all entries of a deep text would take the square of its length.
  bool is_near_top(std::uint32_t entry) const {
    const std::uint32_t parent = entries[entry].parent;
    return parent == kTop || entries[parent].parent == kTop;
  }
  // Keys and numbers from the top.
  Path path_of(std::uint32_t entry) const;
  // The first entry of that path in a document.
  std::optional<std::uint32_t> find(std::uint32_t document, const Path& path) const;
  std::vector<std::uint32_t> children_of(std::uint32_t entry, std::uint32_t document) const;
};

// `text` must outlive it.
Outline outline_of(std::string_view text);

// A word in "" or '' without them.
std::string_view unquoted(std::string_view word);

}  // namespace launch::edit
