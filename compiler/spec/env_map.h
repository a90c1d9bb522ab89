// Environment variables in any of the forms people write them.
#pragma once

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/node.h"

namespace launch {

struct EnvMapContext {
  Arena& arena;
  SourceMap& sources;
  Diagnostics& diagnostics;
};

inline constexpr Rule kEnvTwice{
    "env/set-twice", Severity::Error, "an environment variable set twice in one list",
    "A list of NAME=VALUE may hold a name twice, but only one value can arrive. Keep one of the two."};

// A list of NAME=VALUE, NAME or {name, value} as a map; NAME alone is null: taken from the submitting
// environment. Maps, and what is neither (the schema reports it), come back unchanged.
Node env_as_map(const Node& env, const EnvMapContext& context);

}  // namespace launch
