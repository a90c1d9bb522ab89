#include "compiler/document/template.h"

namespace launch {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;  // W&B's \w is Unicode's
}

std::size_t skip_blanks(std::string_view text, std::size_t i) {
  while (i < text.size() && (text[i] == ' ' || text[i] == '\t')) ++i;
  return i;
}

// `{{ name }}` at i: sets the piece and returns its length, or 0.
std::size_t variable_at(std::string_view text, std::size_t i, Piece& piece) {
  if (!text.substr(i).starts_with("{{")) return 0;
  const std::size_t begin = skip_blanks(text, i + 2);
  std::size_t end = begin;
  while (end < text.size() && (is_word(text[end]) || text[end] == '-' || text[end] == '.')) ++end;
  const std::size_t close = skip_blanks(text, end);
  if (end == begin || !is_word(text[begin]) || !text.substr(close).starts_with("}}")) return 0;
  piece = {Piece::Kind::Variable, text.substr(begin, end - begin)};
  return close + 2 - i;
}

// `${name}` or `$<name>` at i.
std::size_t macro_at(std::string_view text, std::size_t i, Piece& piece) {
  const std::string_view rest = text.substr(i);
  if (!rest.starts_with("${") && !rest.starts_with("$<")) return 0;
  const char close = rest[1] == '{' ? '}' : '>';
  std::size_t end = 2;
  while (end < rest.size() && is_word(rest[end])) ++end;
  if (end == 2 || end >= rest.size() || rest[end] != close) return 0;
  piece = {Piece::Kind::Macro, rest.substr(2, end - 2)};
  return end + 1;
}

// `$${name}` or `$$<name>` at i.
std::size_t escaped_at(std::string_view text, std::size_t i, Piece& piece) {
  if (!text.substr(i).starts_with("$$")) return 0;
  const std::size_t length = macro_at(text, i + 1, piece);
  if (length == 0) return 0;
  piece = {Piece::Kind::Escaped, text.substr(i + 1, length)};
  return length + 1;
}

std::size_t hole_at(std::string_view text, std::size_t i, Piece& piece) {
  if (text[i] == '{') return variable_at(text, i, piece);
  if (text[i] != '$') return 0;
  const std::size_t escaped = escaped_at(text, i, piece);
  return escaped != 0 ? escaped : macro_at(text, i, piece);
}

}  // namespace

std::vector<Piece> parse_template(std::string_view text) {
  std::vector<Piece> pieces;
  std::size_t literal = 0;
  const auto flush = [&](std::size_t end) {
    if (end == literal) return;
    pieces.push_back({Piece::Kind::Literal, text.substr(literal, end - literal),
                      static_cast<std::uint32_t>(literal), static_cast<std::uint32_t>(end)});
  };
  for (std::size_t i = 0; i < text.size();) {
    Piece piece;
    const std::size_t length = hole_at(text, i, piece);
    if (length == 0) {
      ++i;
      continue;
    }
    flush(i);
    piece.begin = static_cast<std::uint32_t>(i);
    piece.end = static_cast<std::uint32_t>(i + length);
    pieces.push_back(piece);
    i += length;
    literal = i;
  }
  flush(text.size());
  return pieces;
}

bool has_variable(std::string_view text) {
  Piece piece;
  for (std::size_t i = text.find("{{"); i != std::string_view::npos; i = text.find("{{", i + 1)) {
    if (variable_at(text, i, piece) != 0) return true;
  }
  return false;
}

Span sub_span(const Node& node, std::uint32_t begin, std::uint32_t end, const SourceMap& sources) {
  const std::string_view text = node.as_string();
  const std::string_view written = sources.text(node.span());
  // Compare addresses as integers: the two may be unrelated objects.
  const auto at = reinterpret_cast<std::uintptr_t>(text.data());
  const auto first = reinterpret_cast<std::uintptr_t>(written.data());
  if (at < first || at + text.size() > first + written.size()) return node.span();
  const auto offset = node.span().begin + static_cast<std::uint32_t>(at - first);
  return {node.span().source, offset + begin, offset + end};
}

std::string dump(const std::vector<Piece>& pieces) {
  std::string out;
  for (const Piece& piece : pieces) {
    switch (piece.kind) {
      case Piece::Kind::Literal:
        out += "[" + std::string(piece.text) + "]";
        break;
      case Piece::Kind::Variable:
        out += "[{" + std::string(piece.text) + "}]";
        break;
      case Piece::Kind::Macro:
        out += "[$" + std::string(piece.text) + "]";
        break;
      case Piece::Kind::Escaped:
        out += "[=" + std::string(piece.text) + "]";
        break;
    }
  }
  return out;
}

}  // namespace launch
