// What a reader of YAML meets, as documents: the nodes of each, and the comments that concern it.
#pragma once

#include <utility>
#include <vector>

#include "compiler/document/directives.h"
#include "compiler/document/tree_builder.h"

namespace launch {

class DocumentList {
 public:
  DocumentList(SourceId id, std::string_view text, Arena& arena, Diagnostics& diagnostics,
               const ReadLimits& limits, bool merge_overrides = false)
      : text_size_(static_cast<std::uint32_t>(text.size())),
        tree_(id, text, arena, diagnostics, limits, merge_overrides),
        directives_(id, text) {}

  // Takes the nodes of the document that is open.
  TreeBuilder& tree() { return tree_; }
  // What stands there is part of a value and no comment; to be told in the order of the text.
  void skip_scalar(std::uint32_t begin, std::uint32_t end) { directives_.skip_scalar(begin, end); }

  // A document starts at its `---`, or at its first value.
  void begin(std::uint32_t at);
  void end();
  // After end(), for a document that a line `...` ends, up to `at`: later comments are not its own.
  void end_at_dots(std::uint32_t at);
  // Exactly one of these comes last: nothing follows, or what follows `at` cannot be read.
  void end_stream();
  void break_off(std::uint32_t at) { settle_directives(at); }

  std::vector<Document> take() { return std::exchange(documents_, {}); }

 private:
  void settle_directives(std::uint32_t end);
  void adopt_directives();

  enum class Fate : std::uint8_t { Open, Kept, Empty, Broken };

  std::uint32_t text_size_;
  TreeBuilder tree_;
  DirectiveFinder directives_;
  std::vector<Document> documents_;
  std::vector<Directive> homeless_;  // of empty documents
  std::size_t index_ = 0;            // of the document that is read
  Fate fate_ = Fate::Open;           // of the document whose comments come by
  bool ended_by_dots_ = false;
};

}  // namespace launch
