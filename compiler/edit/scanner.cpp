#include "compiler/edit/scanner.h"

#include <algorithm>

namespace launch::edit {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_quote(char c) { return c == '"' || c == '\''; }

}  // namespace

void Scanner::run() {
  const auto size = static_cast<std::uint32_t>(text_.size());
  for (std::uint32_t begin = 0;;) {
    const auto found =
        static_cast<std::uint32_t>(std::min<std::size_t>(text_.find('\n', begin), size));
    const std::uint32_t end = found > begin && text_[found - 1] == '\r' ? found - 1 : found;
    scan_line(begin, end);
    if (found == size) break;
    begin = found + 1;
  }
  // What is never closed reaches to the end.
  for (const Bracket& bracket : brackets_) {
    if (bracket.parent != kTop) entries_[bracket.parent].value.end = size;
  }
}

Cursor Scanner::cursor() const { return cursor_; }

Cursor Scanner::word(Cursor::Part part, std::uint32_t begin) const {
  Cursor cursor;
  cursor.part = part;
  cursor.document = document_;
  cursor.word = {begin, static_cast<std::uint32_t>(text_.size())};
  cursor.in_brackets = !brackets_.empty();
  cursor.column = begin - line_begin_;
  return cursor;
}

void Scanner::start_document() {
  ++document_;
  levels_.clear();
  block_column_ = kTop;
}

void Scanner::scan_line(std::uint32_t begin, std::uint32_t end) {
  line_begin_ = begin;
  cursor_ = word(Cursor::Part::Text, end);
  const std::string_view line = text_.substr(begin, end - begin);
  const std::uint32_t first = skip_blanks(begin, end);
  if (!brackets_.empty()) {
    // Inside brackets every line is deeper than what holds them; another has forgotten to close.
    const bool forgotten = !levels_.empty() && first < end &&
                           first - begin <= levels_.back().column && text_[first] != '}' &&
                           text_[first] != ']';
    if (!forgotten) return scan_brackets(begin, end);
    brackets_.clear();
  }
  if (continues_block(begin, end)) return;
  const bool marker = line == "---" || line.starts_with("--- ") || line == "...";
  if (marker) return start_document();
  scan_block_line(first, begin, end);
}

bool Scanner::continues_block(std::uint32_t begin, std::uint32_t end) {
  if (block_column_ == kTop) return false;
  const std::uint32_t first = skip_blanks(begin, end);
  const std::uint32_t column = first - begin;
  if (first == end) {
    if (column <= block_column_) {
      cursor_ = word(Cursor::Part::Key, end);
      cursor_.parent = parent_at(column);
    }
    return true;
  }
  if (column > block_column_) {
    if (block_entry_ != kTop) entries_[block_entry_].value.end = end;
    return true;
  }
  block_column_ = kTop;
  return false;
}

void Scanner::scan_block_line(std::uint32_t at, std::uint32_t begin, std::uint32_t end) {
  const std::uint32_t before_dashes = at;
  at = scan_dashes(at, begin, end);
  const bool has_dash = at != before_dashes;
  const std::uint32_t column = at - begin;
  const std::uint32_t holder = has_dash ? levels_.back().entry : parent_at(column);
  if (at < end && starts_comment(at)) {
    cursor_ = word(Cursor::Part::Comment, at);
    return;
  }
  const Range key = key_at(at, end);
  if (!key.empty()) {
    const std::uint32_t entry = push_key(column, key);
    const std::uint32_t colon = skip_blanks(key.end, end);
    scan_value(entry, skip_blanks(colon + 1, end), end);
    cursor_.needs_space = cursor_.part == Cursor::Part::Value && colon + 1 == end;
    return;
  }
  const bool plain =
      at == end || (!is_quote(text_[at]) &&
                    std::string_view("{[|>&!").find(text_[at]) == std::string_view::npos);
  const bool continues = !has_dash && holder != kTop && !entries_[holder].value.empty();
  if (continues) return;
  if (at < end) scan_value(holder, at, end);
  const bool ended = cursor_.part == Cursor::Part::Comment;
  if (!plain || ended) return;
  // A key that is begun, or the whole value of what holds it.
  cursor_ = word(Cursor::Part::Key, at);
  cursor_.parent = holder;
  cursor_.entry = has_dash ? holder : kTop;
}

// Takes "- - " as items; gives where the content begins.
std::uint32_t Scanner::scan_dashes(std::uint32_t at, std::uint32_t begin, std::uint32_t end) {
  while (at < end && text_[at] == '-' && (at + 1 == end || is_blank(text_[at + 1]))) {
    push_item(at - begin, at);
    at = skip_blanks(at + 1, end);
  }
  return at;
}

void Scanner::scan_value(std::uint32_t entry, std::uint32_t at, std::uint32_t end) {
  at = skip_properties(at, end);
  cursor_ = word(Cursor::Part::Value, at);
  cursor_.entry = entry;
  if (at == end) return;
  if (starts_comment(at)) {
    cursor_ = word(Cursor::Part::Comment, at);
    return;
  }
  const char c = text_[at];
  if (c == '|' || c == '>') {
    block_column_ = levels_.empty() ? 0 : levels_.back().column;
    block_entry_ = entry;
    if (entry != kTop) {
      entries_[entry].holds_block = true;
      entries_[entry].value = {at, end};
    }
    cursor_ = word(Cursor::Part::Text, at);
    return;
  }
  const bool hole = text_.substr(at).starts_with("{{");
  if ((c == '{' && !hole) || c == '[') {
    brackets_.push_back({c == '{', entry});
    if (entry != kTop) entries_[entry].value = {at, at + 1};
    return scan_brackets(at + 1, end);
  }
  const std::uint32_t stop = is_quote(c) ? end_of_quotes(at, end) : end_of_plain(at, end);
  if (entry != kTop) entries_[entry].value = {at, stop};
  const std::uint32_t rest = skip_blanks(stop, end);
  if (rest < end && starts_comment(rest)) cursor_ = word(Cursor::Part::Comment, rest);
}

void Scanner::scan_brackets(std::uint32_t at, std::uint32_t end) {
  while (!brackets_.empty()) {
    Bracket& bracket = brackets_.back();
    const bool wants_value = bracket.is_map && bracket.after_colon;
    const bool open = !wants_value || entries_[bracket.entry].value.empty();
    cursor_ = word(!open         ? Cursor::Part::Text
                   : wants_value ? Cursor::Part::Value
                                 : Cursor::Part::Key,
                   at);
    cursor_.parent = bracket.parent;
    cursor_.entry = wants_value ? bracket.entry : kTop;
    if (at >= end) return;
    const char c = text_[at];
    if (is_blank(c)) {
      ++at;
    } else if (c == '#' && starts_comment(at)) {
      cursor_ = word(Cursor::Part::Comment, at);
      return;
    } else if (c == ',') {
      bracket.after_colon = false;
      bracket.entry = kTop;
      ++at;
    } else if (c == '}' || c == ']') {
      close_bracket(at++);
    } else if (c == '{' || c == '[') {
      open_bracket(at++);
    } else {
      at = scan_token(bracket, at, end);
      const bool cut = at == static_cast<std::uint32_t>(text_.size());
      if (cut) return;
    }
  }
  cursor_ = word(Cursor::Part::Text, at);
  const std::uint32_t rest = skip_blanks(at, end);
  if (rest < end && starts_comment(rest)) cursor_ = word(Cursor::Part::Comment, rest);
}

// A key with its colon, or a value; gives where it ends.
std::uint32_t Scanner::scan_token(Bracket& bracket, std::uint32_t at, std::uint32_t end) {
  std::uint32_t stop = at;
  if (is_quote(text_[at])) {
    stop = end_of_quotes(at, end);
  } else {
    while (stop < end && std::string_view(",{}[]").find(text_[stop]) == std::string_view::npos) {
      const bool colon = text_[stop] == ':' && (stop + 1 == end || is_blank(text_[stop + 1]) ||
                                                text_[stop + 1] == ',' || text_[stop + 1] == '}');
      if (colon || (text_[stop] == '#' && stop > at && is_blank(text_[stop - 1]))) break;
      ++stop;
    }
    while (stop > at && is_blank(text_[stop - 1])) --stop;
  }
  if (stop == at) return at + 1;  // a stray character, such as a colon without a key
  cursor_ = word(cursor_.part, at);
  cursor_.parent = bracket.parent;
  const bool is_key = bracket.is_map && !bracket.after_colon;
  if (is_key) {
    const std::uint32_t colon = skip_blanks(stop, end);
    if (colon == end || text_[colon] != ':') return stop;
    bracket.entry = add({bracket.parent, document_, 0, false, true, false, {at, stop}, {}});
    bracket.after_colon = true;
    return colon + 1;
  }
  if (bracket.entry == kTop) {
    bracket.entry =
        add({bracket.parent, document_, bracket.next++, true, true, false, {at, at}, {}});
  }
  if (entries_[bracket.entry].value.empty()) entries_[bracket.entry].value = {at, stop};
  cursor_.entry = bracket.is_map ? bracket.entry : kTop;
  return stop;
}

void Scanner::open_bracket(std::uint32_t at) {
  Bracket& outer = brackets_.back();
  if (!outer.is_map && outer.entry == kTop) {
    outer.entry = add({outer.parent, document_, outer.next++, true, true, false, {at, at}, {}});
  }
  const std::uint32_t holder = outer.entry;
  if (holder != kTop) entries_[holder].value = {at, at + 1};
  brackets_.push_back({text_[at] == '{', holder});
}

void Scanner::close_bracket(std::uint32_t at) {
  const std::uint32_t parent = brackets_.back().parent;
  if (parent != kTop) entries_[parent].value.end = at + 1;
  brackets_.pop_back();
}

std::uint32_t Scanner::add(Entry entry) {
  entries_.push_back(entry);
  return static_cast<std::uint32_t>(entries_.size() - 1);
}

std::uint32_t Scanner::push_key(std::uint32_t column, Range key) {
  while (!levels_.empty() && (levels_.back().column > column ||
                              (levels_.back().is_list && levels_.back().column == column))) {
    levels_.pop_back();
  }
  if (levels_.empty() || levels_.back().column < column) {
    levels_.push_back({column, false, levels_.empty() ? kTop : levels_.back().entry, kTop});
  }
  Level& level = levels_.back();
  level.entry = add({level.parent, document_, 0, false, false, false, key, {}});
  return level.entry;
}

std::uint32_t Scanner::push_item(std::uint32_t column, std::uint32_t dash) {
  while (!levels_.empty() && levels_.back().column > column) levels_.pop_back();
  const bool same = !levels_.empty() && levels_.back().is_list && levels_.back().column == column;
  if (!same) {
    levels_.push_back({column, true, levels_.empty() ? kTop : levels_.back().entry, kTop});
  }
  Level& level = levels_.back();
  const std::uint32_t number = same ? entries_[level.entry].number + 1 : 0;
  level.entry = add({level.parent, document_, number, true, false, false, {dash, dash + 1}, {}});
  return level.entry;
}

// Whose child begins at `column`.
std::uint32_t Scanner::parent_at(std::uint32_t column) const {
  for (std::size_t i = levels_.size(); i > 0; --i) {
    const Level& level = levels_[i - 1];
    if (level.column > column) continue;
    if (level.column < column) return level.entry;
    // A list may stand as far left as the key that holds it: a key there is that one's neighbour.
    const bool beside_key = level.is_list && i > 1 && levels_[i - 2].column == column;
    return beside_key ? levels_[i - 2].parent : level.parent;
  }
  return kTop;
}

std::uint32_t Scanner::skip_blanks(std::uint32_t at, std::uint32_t end) const {
  while (at < end && is_blank(text_[at])) ++at;
  return std::min(at, end);
}

// Tags and anchors before a value.
std::uint32_t Scanner::skip_properties(std::uint32_t at, std::uint32_t end) const {
  while (at < end && (text_[at] == '!' || text_[at] == '&')) {
    while (at < end && !is_blank(text_[at])) ++at;
    at = skip_blanks(at, end);
  }
  return at;
}

// Behind the closing quote, or the line's end.
std::uint32_t Scanner::end_of_quotes(std::uint32_t at, std::uint32_t end) const {
  const char quote = text_[at];
  for (std::uint32_t i = at + 1; i < end; ++i) {
    if (quote == '"' && text_[i] == '\\') {
      ++i;
    } else if (text_[i] == quote) {
      const bool doubled = quote == '\'' && i + 1 < end && text_[i + 1] == '\'';
      if (!doubled) return i + 1;
      ++i;
    }
  }
  return end;
}

std::uint32_t Scanner::end_of_plain(std::uint32_t at, std::uint32_t end) const {
  std::uint32_t stop = at;
  while (stop < end && !(text_[stop] == '#' && is_blank(text_[stop - (stop > at ? 1 : 0)]))) ++stop;
  while (stop > at && is_blank(text_[stop - 1])) --stop;
  return stop;
}

// The key that begins here and has its colon; empty when there is none.
Range Scanner::key_at(std::uint32_t at, std::uint32_t end) const {
  if (at == end) return {at, at};
  const auto ends_key = [&](std::uint32_t colon) {
    return colon < end && text_[colon] == ':' && (colon + 1 == end || is_blank(text_[colon + 1]));
  };
  if (is_quote(text_[at])) {
    const std::uint32_t stop = end_of_quotes(at, end);
    return ends_key(skip_blanks(stop, end)) ? Range{at, stop} : Range{at, at};
  }
  if (std::string_view("{[]},|>!&*%@`#").find(text_[at]) != std::string_view::npos) return {at, at};
  for (std::uint32_t i = at; i < end; ++i) {
    if (text_[i] == '#' && i > at && is_blank(text_[i - 1])) break;
    if (!ends_key(i)) continue;
    while (i > at && is_blank(text_[i - 1])) --i;
    return {at, i};
  }
  return {at, at};
}

bool Scanner::starts_comment(std::uint32_t at) const {
  return text_[at] == '#' && (at == 0 || is_blank(text_[at - 1]) || text_[at - 1] == '\n');
}

}  // namespace launch::edit
