#include "compiler/import/literal.h"

#include "compiler/document/template.h"

namespace launch {

std::string literal_text(std::string_view text, bool& uses_braces) {
  if (!may_have_holes(text)) return std::string(text);
  std::string out;
  for (const Piece& piece : parse_template(text)) {
    const std::string_view written = text.substr(piece.begin, piece.end - piece.begin);
    if (piece.kind == Piece::Kind::Variable) {
      uses_braces = true;
      out += "{{" + std::string(kBraces) + "}}" + std::string(written.substr(2));
      continue;
    }
    // `$${x}` is the text `${x}`, and so a `$` more makes any of the two come out as it is.
    if (piece.kind != Piece::Kind::Literal) out += '$';
    out += written;
  }
  return out;
}

Node literal_tree(const Node& node, Arena& arena, bool& uses_braces) {
  if (node.is_string()) {
    if (!may_have_holes(node.as_string())) return node;
    const std::string text = literal_text(node.as_string(), uses_braces);
    return text == node.as_string() ? node : Node::string(arena.copy(text), node.span());
  }
  if (node.is_sequence()) {
    std::vector<Node> items;
    for (const Node& item : node.items()) items.push_back(literal_tree(item, arena, uses_braces));
    return Node::sequence(arena.copy(std::span<const Node>(items)), node.span());
  }
  if (!node.is_mapping()) return node;
  std::vector<Member> members;
  for (const Member& member : node.members()) {
    members.push_back(
        {member.key, member.key_span, literal_tree(member.value, arena, uses_braces)});
  }
  return Node::mapping(arena.copy(std::span<const Member>(members)), node.span());
}

Node declaration(const std::string* value, std::string_view description, Span span, Arena& arena) {
  MappingBuilder builder;
  builder.set("type", span, Node::string("string", span));
  if (value != nullptr) builder.set("default", span, Node::string(arena.copy(*value), span));
  builder.set("description", span, Node::string(arena.copy(description), span));
  return builder.build(arena, span);
}

void declare_braces(MappingBuilder& variables, Span span, Arena& arena) {
  const std::string braces = "{{";
  variables.set(kBraces, span,
                declaration(&braces, "Keeps text with braces from being a variable", span, arena));
}

}  // namespace launch
