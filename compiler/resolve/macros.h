// Macros: ${name} and $<name>, filled with what only the launch knows.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/spec/spec.h"

namespace launch {

// Reads one variable of the submitting environment.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

struct MacroValues {
  // Given on the command line: run_id, run_name, image_uri. What is absent comes from the job.
  std::map<std::string, Node, std::less<>> given;
  // Null while the phase reads no environment: environment macros are deferred then.
  const Environment* environment = nullptr;
  // A base or queue alone: a built-in that a job would give is deferred, not missing.
  bool partial = false;
};

struct MacroContext {
  Arena& arena;
  SourceMap& sources;
  Diagnostics& diagnostics;
};

// Fills every macro below the fields that macros are made of. What comes from the environment is
// secret. Deferred macros stay as written and are listed.
Filled fill_macros(Merged merged, const MacroValues& values, const MacroContext& context);

// 8 characters [a-z0-9] that depend on nothing but the resolved tree and the image that takes the
// place of the tree's own; not valid when none does.
std::string derive_run_id(const Node& root, const Node& image_uri);

}  // namespace launch
