// What is shown of a value, and the place that decided it.
#pragma once

#include "compiler/change/change.h"

namespace launch {

struct Shown {
  std::string text;
  bool secret = false;
};

// A value under its name. Macros of secrets are shown, since they are names; a credential that is
// written out is masked, wholly when its name says so.
Shown shown_text(std::string_view name, const Node& node);

void set_place(FieldValue& value, Span span, const SourceMap& sources);

// The places that made two values differ: where they stand, or, when the same text stands there,
// what filled it.
struct Cause {
  Span before, after;
};
Cause cause_of(const Node& before, const SourceMap& before_sources, const Node& after,
               const SourceMap& after_sources);

}  // namespace launch
