// Documents and findings as short texts, for tables of what is expected.
#pragma once

#include <string>

#include "tests/document_checks.h"

namespace launch::tests {

inline std::string place(Span span) {
  return "@" + std::to_string(span.begin) + "-" + std::to_string(span.end);
}

// `{a@0-1: [int 1@4-5, str x@7-8]@3-9}@0-9`: kind, text and place of every node; `~` for null.
// Before it its merge tag, behind it `<-` and the aliases that brought it in.
inline std::string outline(const Node& node) {
  std::string text;
  if (node.tag() == Node::Tag::Append) text = "!append ";
  if (node.tag() == Node::Tag::Prepend) text = "!prepend ";
  if (node.tag() == Node::Tag::Replace) text = "!replace ";
  if (node.tag() == Node::Tag::Remove) text = "!remove ";
  const std::string value(node.as_string());
  switch (node.kind()) {
    case Kind::Null:
      text += "~";
      break;
    case Kind::Bool:
      text += "bool " + value;
      break;
    case Kind::Integer:
      text += "int " + value;
      break;
    case Kind::Float:
      text += "float " + value;
      break;
    case Kind::String:
      text += "str " + value;
      break;
    case Kind::Sequence:
      text += "[";
      for (const Node& item : node.items())
        text += (&item == node.items().data() ? "" : ", ") + outline(item);
      text += "]";
      break;
    case Kind::Mapping:
      text += "{";
      for (const Member& member : node.members()) {
        if (&member != node.members().data()) text += ", ";
        text += std::string(member.key) + place(member.key_span) + ": " + outline(member.value);
      }
      text += "}";
      break;
  }
  text += place(node.span());
  for (const Step* step = node.history(); step != nullptr; step = step->previous)
    text += "<-" + place(step->span);
  return text;
}

// One line a finding: `yaml/bad-key@0-1 message; note@0-1 …; suggestion`.
inline std::string outline(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& found : diagnostics.all()) {
    if (!text.empty()) text += "\n";
    text += std::string(found.rule->id) + place(found.span) + " " + found.message;
    for (const Note& note : found.notes) text += "; note" + place(note.span) + " " + note.message;
    if (!found.suggestion.empty()) text += "; " + found.suggestion;
  }
  return text;
}

// All documents, a line each; findings after them.
inline std::string outline(const Reading& reading) {
  std::string text;
  for (const Document& document : reading.documents)
    text += (text.empty() ? "" : "\n") + outline(document.root);
  if (!reading.diagnostics.empty())
    text += (text.empty() ? "" : "\n") + outline(reading.diagnostics);
  return text;
}

}  // namespace launch::tests
