#include "compiler/document/tags.h"

#include <algorithm>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/read_yaml.h"

namespace launch {
namespace {

constexpr std::string_view kCorePrefix = "tag:yaml.org,2002:";
constexpr std::string_view kKnown[] = {"!append", "!prepend", "!replace", "!remove",
                                       "!!str",   "!!int",    "!!float",  "!!bool",
                                       "!!null",  "!!map",    "!!seq"};

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::uint32_t skip_blanks_and_comments(std::string_view text, std::uint32_t at) {
  while (at < text.size()) {
    if (text[at] == '#') {
      while (at < text.size() && text[at] != '\n' && text[at] != '\r') ++at;
    } else if (is_blank(text[at])) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

// A property ends at a blank, and in brackets at a comma too; !<…> holds commas of its own.
std::uint32_t property_end(std::string_view text, std::uint32_t at) {
  if (text.substr(at).starts_with("!<")) {
    const std::size_t close = text.find('>', at);
    return static_cast<std::uint32_t>(close == std::string_view::npos ? text.size() : close + 1);
  }
  while (at < text.size() && !is_blank(text[at]) && text[at] != ',') ++at;
  return at;
}

}  // namespace

Properties read_properties(std::string_view text, std::uint32_t begin, int most) {
  Properties properties;
  properties.end = begin;
  for (int i = 0; i < most; ++i) {
    const std::uint32_t start = properties.end;
    if (start >= text.size() || (text[start] != '&' && text[start] != '!')) break;
    const std::uint32_t end = property_end(text, start);
    const bool tag = text[start] == '!';
    (tag ? properties.tag_begin : properties.anchor_begin) = start;
    (tag ? properties.tag_end : properties.anchor_end) = end;
    properties.end = skip_blanks_and_comments(text, end);
  }
  return properties;
}

TagMeaning tag_meaning(std::string_view tag) {
  if (tag == "!append") return {CoreTag::None, Node::Tag::Append};
  if (tag == "!prepend") return {CoreTag::None, Node::Tag::Prepend};
  if (tag == "!replace") return {CoreTag::None, Node::Tag::Replace};
  if (tag == "!remove") return {CoreTag::None, Node::Tag::Remove};
  for (const CoreTag core : {CoreTag::Str, CoreTag::Int, CoreTag::Float, CoreTag::Bool,
                             CoreTag::Null, CoreTag::Map, CoreTag::Seq}) {
    const bool prefixed = tag.starts_with(kCorePrefix);
    if (prefixed && tag.substr(kCorePrefix.size()) == core_tag_name(core).substr(2))
      return {core, {}};
  }
  return {CoreTag::Unknown, {}};
}

std::string_view core_tag_name(CoreTag tag) {
  switch (tag) {
    case CoreTag::Str:
      return "!!str";
    case CoreTag::Int:
      return "!!int";
    case CoreTag::Float:
      return "!!float";
    case CoreTag::Bool:
      return "!!bool";
    case CoreTag::Null:
      return "!!null";
    case CoreTag::Map:
      return "!!map";
    case CoreTag::Seq:
      return "!!seq";
    case CoreTag::None:
    case CoreTag::Unknown:
      break;
  }
  return "";
}

std::span<const std::string_view> known_tags() { return kKnown; }

bool resolve_tagged(CoreTag tag, std::string_view text, Kind& kind) {
  const Kind plain = resolve_plain(text);
  switch (tag) {
    case CoreTag::Str:
      kind = Kind::String;
      return true;
    case CoreTag::Int:
      kind = Kind::Integer;
      break;
    case CoreTag::Bool:
      kind = Kind::Bool;
      break;
    case CoreTag::Null:
      kind = Kind::Null;
      break;
    case CoreTag::Float: {
      kind = Kind::Float;
      const bool decimal = text.find_first_of("xo") == std::string_view::npos;
      return plain == Kind::Float || (plain == Kind::Integer && decimal);
    }
    default:
      kind = Kind::String;
      return false;
  }
  return plain == kind;
}

}  // namespace launch
