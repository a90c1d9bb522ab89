// Edits that settle a finding.
#pragma once

#include <optional>
#include <string>

#include "compiler/edit/lines.h"
#include "compiler/edit/outline.h"

namespace launch::edit {

// A finding as people read it.
struct Problem {
  Range at;
  std::string_view rule;
  std::string_view message;
  std::string_view suggestion;
};

struct Fix {
  std::string title;
  Range replaced;
  std::string text;
  bool preferred = false;  // the way out that the finding itself proposes
};

// What `did you mean "x"?` and `quote it: "x"` come to; nothing for other suggestions, and where it
// is not plain which word is meant.
std::optional<Fix> replacement_for(const Outline& outline, const Problem& problem);

// `# launch: ignore[rule]` on the line above, or one more rule in the comment that is there;
// nothing where a comment would be part of a text.
std::optional<Fix> ignore_for(const Outline& outline, const Lines& lines, const Problem& problem);

}  // namespace launch::edit
