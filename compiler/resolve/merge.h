// Layers to one tree: maps merge, the stronger value wins, the weaker stays in its history.
#pragma once

#include <span>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/spec/keyed_list.h"
#include "compiler/spec/spec.h"

namespace launch {

struct MergeContext {
  Arena& arena;
  Diagnostics& diagnostics;
  ListKey list_key = [](const Path&) { return std::string_view(); };
};

// Merges normalised layers, weakest first, by language reference "Merging": maps key by key; lists
// with a key item by item; a scalar or any other list replaces; null removes, except under `env`;
// !append, !prepend, !replace and !remove. Reports guardrail/override: a stronger layer that sets
// what the queue holds in a
// {{variable}}.
Merged merge_layers(std::span<const Layer> layers, const MergeContext& context);

}  // namespace launch
