// The filled tree as a typed job.
#pragma once

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/spec/spec.h"

namespace launch {

struct DecodeContext {
  Arena& arena;
  SourceMap& sources;
  Diagnostics& diagnostics;
  Node queue_name;       // the queue that took part, if any
  Node image_uri;        // --image-uri; not valid when not given
  bool is_base = false;  // nothing has to be complete
  Strength strength = [](const Node&) { return std::size_t{0}; };
};

// Reads what the schema has already judged; what is of the wrong type is taken as absent. Reports
// what only the whole job shows: no source or two, a command that cannot be one, a git remote of a
// form that nobody may fetch.
Spec decode_spec(const Filled& filled, const DecodeContext& context);

}  // namespace launch
