// One run of a sweep: what it is called, its parameters, and the job that it is.
#pragma once

#include <optional>
#include <string>

#include "compiler/sweep/points.h"
#include "compiler/sweep/sweep.h"

namespace launch::sweep {

struct Run {
  std::string id;  // of the W&B run: 8 characters, the same wherever and whenever it is listed
  Node config;     // its parameters as a map, in the order of a grid, nested ones nested
};

// `number` counts from 0. Two runs of a random search may have the same values, so that their ids
// depend on the number as well; those of a grid depend on the values alone.
Run run_of(const Sweep& sweep, const Point& point, std::uint64_t number, Arena& arena);

// The run as a job document: the sweep's launch block, with the run's parameters over
// overrides.run_config and its command and arguments as W&B's scheduler sets them
// (wandb/sdk/launch/sweeps/scheduler.py, _make_entry_and_launch_config).
Node job_of(const Sweep& sweep, const Run& run, Arena& arena);

struct FirstJob {
  Node job;
  Node parameters;
};

// Judges a sweep whose schema has been judged, and gives the job of its first run, with which the
// rest begins: nothing when the sweep has errors or names nothing to run.
std::optional<FirstJob> judge_sweep(const Node& root, const SweepContext& context);

// Yields the runs of a sweep that needs no scheduler, in order.
class Runs {
 public:
  // `seed` is for random searches only.
  Runs(const Sweep& sweep, std::int64_t seed);
  // The next run, its nodes in `arena`; false when there is none. A random search has no end.
  bool next(Run& run, Arena& arena);
  // How many there are; nothing for a random search.
  std::optional<std::uint64_t> size() const;

 private:
  const Sweep& sweep_;
  Grid grid_;
  Draws draws_;
  std::uint64_t number_ = 0;
};

}  // namespace launch::sweep
