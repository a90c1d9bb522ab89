// A command given as one string, as the list of words it stands for.
#pragma once

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/node.h"

namespace launch {

struct WordsContext {
  Arena& arena;
  SourceMap& sources;
  Diagnostics& diagnostics;
};

// A string split as a POSIX shell would, each word at its own place; holes are not looked into.
// What is no string comes back unchanged. Reports the splitting of more than one word
// (spec/split-words) and quotes that are never closed (spec/unbalanced-quote).
Node as_words(const Node& text, const WordsContext& context);

// Whether a list was made by as_words: a lone script name gets its interpreter then.
bool was_text(const Node& words);

}  // namespace launch
