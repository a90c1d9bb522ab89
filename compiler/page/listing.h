// The texts that took part, line by line, with marks where they set something.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostic/render.h"
#include "compiler/page/masks.h"

namespace launch::page {

// Whose text it is: one colour and one sign each.
enum class Owner : std::uint8_t { Flag, Job, Base, Queue, Workspace, BuiltIn, Other };
struct OwnerWords {
  std::string_view css;    // its class
  std::string_view sign;   // told apart without colours
  std::string_view label;  // for people
};
OwnerWords words_of(Owner owner);

struct Mark {
  enum class Kind : std::uint8_t { Set, Filled, Lost };
  Span span;
  Kind kind = Kind::Set;
  std::size_t value = 0;  // the number of the rendered value
};

struct ListedLine {
  std::uint32_t number = 0;
  Span span;                        // without the line break
  std::vector<Mark> marks;          // inside the line, in order, not overlapping
  std::vector<std::size_t> values;  // what it sets besides: no text of one line is to be marked
  std::vector<const Finding*> findings;
};

struct Listed {
  SourceId id{};  // the first of this name and text: several jobs read a base once each
  std::string name;
  Owner owner = Owner::Other;
  bool has_lines = false;         // flags are one text without line numbers
  std::vector<ListedLine> lines;  // of a long text, those around what matters
  std::uint32_t last_line = 0;
  std::size_t values = 0;  // that it sets
};

class Listing {
 public:
  Listing(std::span<const Layer> layers, const SourceMap& sources);

  void mark(Span place, Mark::Kind kind, std::size_t value);
  void note(const Finding& finding);
  // Strongest first; to be asked when everything is marked.
  std::vector<Listed> take();

  // The number of the list's entry that holds the place, whatever take() leaves out of it; nothing
  // for launch's own.
  std::optional<std::size_t> entry(SourceId id) const;
  Owner owner(SourceId id) const;

 private:
  void fill(Listed& listed, std::size_t index);

  const SourceMap& sources_;
  std::vector<Listed> entries_;
  std::vector<std::size_t> entry_of_;                                         // by source
  std::vector<std::vector<Mark>> marks_;                                      // by entry
  std::map<std::string, std::vector<const Finding*>, std::less<>> findings_;  // by path
};

}  // namespace launch::page
