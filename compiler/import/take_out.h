// Credentials leave the documents before anybody sees them.
#pragma once

#include <vector>

#include "compiler/import/draft_text.h"
#include "compiler/import/import.h"

namespace launch {

struct TakenOut {
  std::vector<Span> places;          // in the source
  std::vector<std::string> exports;  // variables to export instead
  std::vector<Comment> job_comments, queue_comments;
};

// One literal credential that the check of written documents found (secret/literal).
struct FoundLiteral {
  bool in_queue = false;
  Path path;         // of the value in its document
  std::string text;  // the credential; empty: the whole value
};

// Takes them out of the draft: a variable of the job comes from the environment, anything else from
// a template variable. With keep_secrets, only says that they are there on purpose. Reports each
// at its place in the source.
void take_out(Draft& draft, const std::vector<FoundLiteral>& found, ImportContext& context,
              TakenOut& taken);

}  // namespace launch
