// What stands before a value in YAML: an anchor and a tag.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "compiler/document/node.h"

namespace launch {

// `&name` and `!tag` as written before a value, in either order.
struct Properties {
  std::uint32_t end = 0;                           // where the value itself begins, or could
  std::uint32_t anchor_begin = 0, anchor_end = 0;  // with the &; equal: there is none
  std::uint32_t tag_begin = 0, tag_end = 0;
  bool has_tag() const { return tag_begin != tag_end; }
};
// Reads at most `most` properties from `begin` on, and the blanks and comments after each.
Properties read_properties(std::string_view text, std::uint32_t begin, int most);

enum class CoreTag : std::uint8_t { None, Str, Int, Float, Bool, Null, Map, Seq, Unknown };
struct TagMeaning {
  CoreTag core = CoreTag::None;
  Node::Tag merge = Node::Tag::None;
};
// `tag` in full, as libyaml gives it: "tag:yaml.org,2002:str", "!append".
TagMeaning tag_meaning(std::string_view tag);
// "!append", …: those with a meaning in launch's own documents.
std::span<const std::string_view> known_tags();

// The kind of a scalar with a core tag; false when `text` is not of it.
bool resolve_tagged(CoreTag tag, std::string_view text, Kind& kind);
std::string_view core_tag_name(CoreTag tag);

}  // namespace launch
