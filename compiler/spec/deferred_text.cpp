#include "compiler/spec/deferred_text.h"

#include <algorithm>

namespace launch {
namespace {

// Only built-in macros and those of the environment can wait, and their names are ASCII.
bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The length of `{NAME}` or `<NAME>` at the front, or 0.
std::size_t name_in_brackets(std::string_view text) {
  if (!text.starts_with('{') && !text.starts_with('<')) return 0;
  const char close = text[0] == '{' ? '}' : '>';
  std::size_t end = 1;
  while (end < text.size() && is_name(text[end])) ++end;
  return end > 1 && end < text.size() && text[end] == close ? end + 1 : 0;
}

std::size_t dollars_at(std::string_view text, std::size_t i) {
  return std::min(text.find_first_not_of('$', i), text.size()) - i;
}

// Also doubles the dollars at the end when a macro follows there.
std::string escaped(std::string_view text, bool macro_follows) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t dollars = dollars_at(text, i);
    const std::size_t end = i + dollars;
    const bool doubled =
        end == text.size() ? macro_follows : name_in_brackets(text.substr(end)) != 0;
    out.append(doubled ? 2 * dollars : dollars, '$');
    i = std::min(text.find('$', end), text.size());
    out += text.substr(end, i - end);
  }
  return out;
}

class Pieces {
 public:
  explicit Pieces(std::string_view text) : text_(text) {}

  std::vector<Piece> run() {
    std::size_t i = text_.find('$');
    while (i < text_.size()) {
      const std::size_t dollars = dollars_at(text_, i);
      const std::size_t brackets = i + dollars;
      const std::size_t length = name_in_brackets(text_.substr(brackets));
      if (length != 0) hole(i, dollars, length);
      i = text_.find('$', brackets);
    }
    add(Piece::Kind::Literal, done_, text_.size());
    return std::move(pieces_);
  }

 private:
  // `dollars` at `begin`, then a name in brackets.
  void hole(std::size_t begin, std::size_t dollars, std::size_t length) {
    const std::size_t brackets = begin + dollars;
    const bool macro = dollars % 2 == 1;
    const std::size_t literal_end = macro ? brackets - 1 : brackets + length;
    add(Piece::Kind::Literal, done_, begin);
    // What half of the dollars stand for is their second half and what follows.
    add(Piece::Kind::Escaped, begin, literal_end, begin + dollars / 2);
    if (!macro) return;
    add(Piece::Kind::Macro, brackets - 1, brackets + length);
    pieces_.back().text = text_.substr(brackets + 1, length - 2);
  }

  void add(Piece::Kind kind, std::size_t begin, std::size_t end) { add(kind, begin, end, begin); }
  void add(Piece::Kind kind, std::size_t begin, std::size_t end, std::size_t text) {
    done_ = end;
    if (begin == end) return;
    pieces_.push_back({kind, text_.substr(text, end - text), static_cast<std::uint32_t>(begin),
                       static_cast<std::uint32_t>(end)});
  }

  std::string_view text_;
  std::size_t done_ = 0;
  std::vector<Piece> pieces_;
};

}  // namespace

std::vector<Piece> parse_deferred(std::string_view text) { return Pieces(text).run(); }

std::string escape_macros(std::string_view text) { return escaped(text, false); }

TextBuilder& TextBuilder::add(std::string_view plain) {
  plain_ += plain;
  return *this;
}

TextBuilder& TextBuilder::add(const Node& scalar) {
  is_secret_ = is_secret_ || scalar.is_secret();
  if (!scalar.is_deferred()) return add(scalar_text(scalar, *arena_));
  is_deferred_ = true;
  const std::string_view text = scalar.as_string();
  for (const Piece& piece : parse_deferred(text)) {
    if (piece.kind == Piece::Kind::Macro) {
      add_macro(text.substr(piece.begin, piece.end - piece.begin));
    } else {
      add(piece.text);
    }
  }
  return *this;
}

TextBuilder& TextBuilder::add_macro(std::string_view written) {
  is_deferred_ = true;
  deferred_ += escaped(plain_, /*macro_follows=*/true);
  deferred_ += written;
  plain_.clear();
  return *this;
}

Node TextBuilder::build(Span span) const {
  const std::string_view text =
      is_deferred_ ? arena_->join({deferred_, escape_macros(plain_)}) : arena_->copy(plain_);
  return Node::string(text, span).with_secret(is_secret_).with_deferred(is_deferred_);
}

}  // namespace launch
