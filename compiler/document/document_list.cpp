#include "compiler/document/document_list.h"

namespace launch {

void DocumentList::begin(std::uint32_t at) {
  if (!ended_by_dots_) settle_directives(at);
  ended_by_dots_ = false;
  fate_ = Fate::Open;
}

void DocumentList::end() {
  const bool clean = tree_.is_clean();
  const Node root = tree_.finish();
  const bool written = !root.is_null() || root.span().begin != root.span().end;
  fate_ = !clean ? Fate::Broken : written ? Fate::Kept : Fate::Empty;
  if (fate_ == Fate::Kept) documents_.push_back({root, index_, {}});
  ++index_;
}

void DocumentList::end_at_dots(std::uint32_t at) {
  ended_by_dots_ = true;
  settle_directives(at);
}

// Gives the comments before `end` to the document that they stand in. Those of an empty one go to
// the next, those of a broken one are of no use.
void DocumentList::settle_directives(std::uint32_t end) {
  if (fate_ == Fate::Open) return;  // before the first document
  const std::vector<Directive> found = directives_.take_before(end);
  if (fate_ == Fate::Broken) return;
  homeless_.insert(homeless_.end(), found.begin(), found.end());
  if (fate_ == Fate::Kept) adopt_directives();
}

void DocumentList::adopt_directives() {
  if (documents_.empty()) return;
  std::vector<Directive>& own = documents_.back().directives;
  own.insert(own.end(), homeless_.begin(), homeless_.end());
  homeless_.clear();
}

void DocumentList::end_stream() {
  settle_directives(text_size_);
  adopt_directives();
}

}  // namespace launch
