#include "compiler/edit/cursor.h"

#include <algorithm>

#include "compiler/document/template.h"
#include "compiler/edit/scanner.h"

namespace launch::edit {
namespace {

// Brackets with something in them are no word.
bool is_scalar(const Outline& outline, const Entry& entry) {
  const std::string_view text = outline.text_of(entry.value);
  if (text.empty()) return false;
  return text.starts_with("{{") || (text[0] != '{' && text[0] != '[');
}

}  // namespace

Cursor cursor_at(const Outline& outline, std::size_t offset) {
  // Entries are found in the order of the text, so that those before the place have the same
  // indexes whether or not more follows. Unless what follows makes another thing of the line: `a:`
  // is a key, and `a:b` is none.
  Scanner scanner(outline.text.substr(0, offset));
  scanner.run();
  Cursor cursor = scanner.cursor();
  const auto stands = [&](std::uint32_t entry) {
    return entry == kTop || (entry < outline.entries.size() &&
                             outline.entries[entry].key == scanner.entries()[entry].key);
  };
  if (!stands(cursor.parent) || !stands(cursor.entry)) {
    cursor.part = Cursor::Part::Text;
    cursor.parent = cursor.entry = kTop;
  }
  return cursor;
}

std::optional<Standing> standing_at(const Outline& outline, std::size_t offset) {
  std::optional<Standing> found;
  for (std::uint32_t i = 0; i < outline.entries.size(); ++i) {
    const Entry& entry = outline.entries[i];
    if (!entry.is_item && entry.key.holds(offset)) return Standing{Standing::On::Key, i};
    if (is_scalar(outline, entry) && entry.value.holds(offset)) {
      found = Standing{Standing::On::Value, i};
    }
  }
  return found;
}

std::optional<Hole> hole_at(std::string_view text, std::size_t offset) {
  if (offset > text.size()) return std::nullopt;
  const std::size_t begin = offset == 0 ? 0 : text.find_last_of("\r\n", offset - 1) + 1;
  const std::string_view line =
      text.substr(begin, std::min(text.find_first_of("\r\n", offset), text.size()) - begin);
  if (!may_have_holes(line)) return std::nullopt;
  for (const Piece& piece : parse_template(line)) {
    const bool is_hole = piece.kind == Piece::Kind::Variable || piece.kind == Piece::Kind::Macro;
    const Range whole{static_cast<std::uint32_t>(begin) + piece.begin,
                      static_cast<std::uint32_t>(begin) + piece.end};
    if (!is_hole || !whole.holds(offset)) continue;
    return Hole{std::string(piece.text), piece.kind == Piece::Kind::Macro, whole};
  }
  return std::nullopt;
}

std::optional<Range> word_around(const Outline& outline, Range range) {
  const auto covers = [&](Range whole) {
    return whole.begin <= range.begin && range.end <= whole.end && !whole.empty();
  };
  for (const Entry& entry : outline.entries) {
    if (!entry.is_item && covers(entry.key)) return entry.key;
    if (is_scalar(outline, entry) && covers(entry.value)) return entry.value;
  }
  return std::nullopt;
}

}  // namespace launch::edit
