// A sweep, read: what is searched, and the job that each of its runs is.
#pragma once

#include <optional>

#include "compiler/sweep/command.h"
#include "compiler/sweep/parameter.h"

namespace launch::sweep {

enum class Method : std::uint8_t { Grid, Random, Bayes, Custom };

struct Sweep {
  Node root;
  Method method = Method::Grid;
  std::vector<Parameter> parameters;
  std::optional<std::uint64_t> run_cap;
  std::optional<std::int64_t> seed;
  bool early_terminate = false;
  Command command;
};

struct SweepContext {
  Arena& arena;
  SourceMap& sources;
  Diagnostics& diagnostics;
};

// Judges what the schema of sweeps cannot say, and decodes the rest; survives fields of any type.
Sweep read_sweep(const Node& root, const SweepContext& context);

// Whether W&B's scheduler has to start the runs: which of them come next depends on results.
bool needs_scheduler(const Sweep& sweep);

// The value of `key` in the sweep, else in its `launch` block; not valid when neither has it, or
// only a null or an empty text.
Node setting_of(const Node& root, std::string_view key);

}  // namespace launch::sweep
