#include "compiler/sweep/points.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "compiler/document/sha256.h"
#include "compiler/sweep/number.h"
#include "compiler/sweep/quantile.h"

namespace launch::sweep {
namespace {

// By which the sweeps package tells values apart (grid_search.py, yaml_hash): 3.0 and 3 are one,
// and so are maps that differ in the order of their keys only.
std::string identity_of(const Node& value, bool outermost = true) {
  std::string out;
  switch (value.kind()) {
    case Kind::Float: {
      const std::string text = python_text(value);
      const bool whole = outermost && text.ends_with(".0");
      return "n" + (whole ? text.substr(0, text.size() - 2) : text);
    }
    case Kind::Integer:
      return "n" + python_text(value);
    case Kind::String:
      return "s" + std::to_string(value.as_string().size()) + ":" + std::string(value.as_string());
    case Kind::Sequence:
      for (const Node& item : value.items()) out += identity_of(item, false) + ",";
      return "[" + out + "]";
    case Kind::Mapping: {
      std::map<std::string_view, const Node*> sorted;
      for (const Member& member : value.members()) sorted[member.key] = &member.value;
      for (const auto& [key, node] : sorted) {
        out += std::to_string(key.size()) + ":" + std::string(key) + identity_of(*node, false);
      }
      return "{" + out + "}";
    }
    default:
      return "c" + python_text(value);
  }
}

// Each value once, in the place of the first of its like and as the last of them is written.
std::vector<Node> distinct(const std::vector<Node>& values) {
  std::vector<Node> result;
  std::map<std::string, std::size_t> places;
  for (const Node& value : values) {
    const auto [place, is_new] = places.try_emplace(identity_of(value), result.size());
    if (is_new) {
      result.push_back(value);
    } else {
      result[place->second] = value;
    }
  }
  return result;
}

constexpr double kMostWhole = 9e18;  // what fits 64 bits, rounded down

// How many values numpy.arange(min, max, q) has.
std::uint64_t steps_of(const Parameter& parameter) {
  const double steps = std::ceil((parameter.max - parameter.min) / parameter.q);
  return static_cast<std::uint64_t>(std::min(steps, kMostWhole));
}

// 53 bits of a digest: strictly between 0 and 1, the same on every machine.
double uniform(std::string_view text) {
  const auto digest = sha256(text);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) bits = bits << 8U | digest[i];
  constexpr unsigned kDropped = 11;
  constexpr double kSteps = 9007199254740992.0;  // 2^53
  return (static_cast<double>(bits >> kDropped) + 0.5) / kSteps;
}

}  // namespace

Grid::Grid(std::span<const Parameter> parameters) {
  for (const Parameter& parameter : parameters) axes_.push_back(axis_of(parameter));
}

std::uint64_t Grid::size() const {
  constexpr std::uint64_t kMost = ~std::uint64_t{0};
  std::uint64_t size = 1;
  for (const Axis& axis : axes_) {
    if (axis.count == 0) return 0;
    size = size > kMost / axis.count ? kMost : size * axis.count;
  }
  return size;
}

Grid::Axis Grid::axis_of(const Parameter& parameter) {
  Axis axis{&parameter, {}, 0, 0};
  if (parameter.distribution == Distribution::IntUniform) {
    axis.count = static_cast<std::uint64_t>(*parameter.node.find("max")->as_integer()) -
                 static_cast<std::uint64_t>(*parameter.node.find("min")->as_integer()) + 1;
  } else if (parameter.distribution == Distribution::QUniform) {
    axis.count = steps_of(parameter);
  } else {
    axis.values = distinct(parameter.values);
    axis.count = axis.values.size();
  }
  return axis;
}

Node Grid::value_of(const Axis& axis, Arena& arena) {
  const Parameter& parameter = *axis.parameter;
  const Span span = parameter.node.span();
  if (parameter.distribution == Distribution::IntUniform) {
    const auto low = static_cast<std::uint64_t>(*parameter.node.find("min")->as_integer());
    return integer_node(static_cast<std::int64_t>(low + axis.at), span, arena);
  }
  if (parameter.distribution == Distribution::QUniform) {
    // numpy.arange adds multiples of the difference between its first two numbers.
    const double step = (parameter.min + parameter.q) - parameter.min;
    const double value = parameter.min + static_cast<double>(axis.at) * step;
    const bool whole = parameter.whole && parameter.whole_bounds && std::abs(value) < kMostWhole;
    return whole ? integer_node(static_cast<std::int64_t>(value), span, arena)
                 : float_node(value, span, arena);
  }
  return axis.values[axis.at];
}

// As a counter does, from the last axis on; false after the last point.
bool Grid::advance() {
  for (auto axis = axes_.rbegin(); axis != axes_.rend(); ++axis) {
    if (++axis->at != axis->count) return true;
    axis->at = 0;
  }
  return false;
}

bool Grid::next(Point& point, Arena& arena) {
  if (begun_ && !advance()) return false;
  begun_ = true;
  point.clear();
  for (const Axis& axis : axes_) point.push_back(value_of(axis, arena));
  return true;
}

Point Draws::draw(std::uint64_t number, Arena& arena) const {
  Point point;
  const std::string prefix = std::to_string(seed_) + "\n" + std::to_string(number) + "\n";
  for (const Parameter& parameter : parameters_) {
    point.push_back(value_at(parameter, uniform(prefix + name_of(parameter)), arena));
  }
  return point;
}

}  // namespace launch::sweep
