// Goes over a text once, line by line. Private to this folder.
#pragma once

#include "compiler/edit/cursor.h"

namespace launch::edit {

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}
  void run();

  std::vector<Entry>& entries() { return entries_; }
  // What is being written where the text ends. After run().
  Cursor cursor() const;

 private:
  // An open block map or list, by its column.
  struct Level {
    std::uint32_t column = 0;
    bool is_list = false;
    std::uint32_t parent = kTop;  // the entry that holds it
    std::uint32_t entry = kTop;   // its latest
  };
  // An open bracket.
  struct Bracket {
    bool is_map = false;
    std::uint32_t parent = kTop;
    std::uint32_t entry = kTop;  // its latest
    bool after_colon = false;
    std::uint32_t next = 0;  // number of the next item
  };

  void scan_line(std::uint32_t begin, std::uint32_t end);
  bool continues_block(std::uint32_t begin, std::uint32_t end);
  void scan_block_line(std::uint32_t at, std::uint32_t begin, std::uint32_t end);
  std::uint32_t scan_dashes(std::uint32_t at, std::uint32_t begin, std::uint32_t end);
  void scan_value(std::uint32_t entry, std::uint32_t at, std::uint32_t end);
  void scan_brackets(std::uint32_t at, std::uint32_t end);
  std::uint32_t scan_token(Bracket& bracket, std::uint32_t at, std::uint32_t end);
  void open_bracket(std::uint32_t at);
  void close_bracket(std::uint32_t at);
  void start_document();

  std::uint32_t push_key(std::uint32_t column, Range key);
  std::uint32_t push_item(std::uint32_t column, std::uint32_t dash);
  std::uint32_t add(Entry entry);
  std::uint32_t parent_at(std::uint32_t column) const;
  std::uint32_t skip_blanks(std::uint32_t at, std::uint32_t end) const;
  std::uint32_t skip_properties(std::uint32_t at, std::uint32_t end) const;
  std::uint32_t end_of_quotes(std::uint32_t at, std::uint32_t end) const;
  std::uint32_t end_of_plain(std::uint32_t at, std::uint32_t end) const;
  Range key_at(std::uint32_t at, std::uint32_t end) const;
  bool starts_comment(std::uint32_t at) const;

  Cursor word(Cursor::Part part, std::uint32_t begin) const;

  std::string_view text_;
  std::vector<Entry> entries_;
  std::vector<Level> levels_;
  std::vector<Bracket> brackets_;
  std::uint32_t document_ = 0;
  std::uint32_t block_column_ = kTop;  // a literal text is open, deeper than this
  std::uint32_t block_entry_ = kTop;
  std::uint32_t line_begin_ = 0;
  Cursor cursor_;  // kept up to date for the line that is scanned
};

}  // namespace launch::edit
