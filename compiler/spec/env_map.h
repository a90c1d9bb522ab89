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

inline constexpr Rule kEnvTwice{"env/set-twice", Severity::Error,
                                "an environment variable set twice in one list",
                                "A list of NAME=VALUE may hold a name twice, but only one value "
                                "can arrive. Keep one of the two."};

inline constexpr Rule kBadEnvName{
    "spec/bad-env-name", Severity::Error, "an environment variable with an impossible name",
    "The name of an environment variable is not empty and holds no = and no NUL (POSIX.1-2017, "
    "8.1 Environment Variable Definition)."};

// False, and reported, for what cannot be the name of an environment variable.
bool judge_env_name(std::string_view name, Span place, Diagnostics& diagnostics);

// A list of NAME=VALUE, NAME or {name, value} as a map; NAME alone is null: taken from the
// submitting environment. Maps, and what is neither (the schema reports it), come back unchanged.
Node env_as_map(const Node& env, const EnvMapContext& context);

}  // namespace launch
