// The parameters of a sweep: what values each of them takes, and how they are drawn.
#pragma once

#include <string_view>
#include <vector>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/node.h"

namespace launch::sweep {

enum class Distribution : std::uint8_t {
  Constant,
  Categorical,
  Weighted,
  IntUniform,
  Uniform,
  QUniform,
  LogUniform,
  LogUniformValues,
  InvLogUniform,
  InvLogUniformValues,
  QLogUniform,
  QLogUniformValues,
  Normal,
  QNormal,
  LogNormal,
  QLogNormal,
  Beta,
  QBeta
};

struct Parameter {
  std::vector<std::string_view> path;  // its name; several where it is nested
  Span name_span;
  Node node;  // the map that describes it
  Distribution distribution = Distribution::Constant;
  std::vector<Node> values;           // of Constant (one), Categorical and Weighted
  std::vector<double> probabilities;  // of Weighted
  double min = 0, max = 0, mu = 0, sigma = 1, q = 1, a = 1, b = 1;
  bool whole = false;  // q is an integer, and so are the values: IntUniform, and q_* with such a q
  bool whole_bounds = false;  // min and max are written as integers
};

// "optimizer.lr"
std::string name_of(const Parameter& parameter);

// In W&B's order, on which the order of a grid depends: names in byte order, nested ones in the
// place of their parent (the sweeps package, params.py, HyperParameterSet.from_config). What is
// wrong with a parameter is reported, and it is left out.
std::vector<Parameter> read_parameters(const Node& parameters, Diagnostics& diagnostics);

// False, and reported, when no value can lie within the parameter's bounds.
bool judge_bounds(const Parameter& parameter, std::string_view distribution,
                  Diagnostics& diagnostics);

// Whether a grid can list its values.
bool is_countable(const Parameter& parameter);

}  // namespace launch::sweep
