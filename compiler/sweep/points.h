// The points of a sweep one after another: none is kept, so that a million take no room.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "compiler/sweep/parameter.h"

namespace launch::sweep {

// One value for each parameter, in their order.
using Point = std::vector<Node>;

// Every combination of the parameters' values, the last parameter varying fastest: the order of the
// sweeps package (grid_search.py). All parameters are countable.
class Grid {
 public:
  explicit Grid(std::span<const Parameter> parameters);

  // The next point, its new nodes in `arena`; false when there is none.
  bool next(Point& point, Arena& arena);
  // How many there are; the most that can be said when they are more.
  std::uint64_t size() const;

 private:
  struct Axis {
    const Parameter* parameter;
    std::vector<Node> values;  // of listed ones, each once
    std::uint64_t count = 0;
    std::uint64_t at = 0;
  };
  static Axis axis_of(const Parameter& parameter);
  static Node value_of(const Axis& axis, Arena& arena);
  bool advance();

  std::vector<Axis> axes_;
  bool begun_ = false;
};

// Random points: the one of a number depends on the seed, the number and the parameters' names and
// distributions alone, so that a longer search begins with the shorter one, and another parameter
// changes no value of the rest.
class Draws {
 public:
  Draws(std::span<const Parameter> parameters, std::int64_t seed)
      : parameters_(parameters), seed_(seed) {}

  Point draw(std::uint64_t number, Arena& arena) const;

 private:
  std::span<const Parameter> parameters_;
  std::int64_t seed_;
};

}  // namespace launch::sweep
