// The values that a probability gives: the inverse of each distribution's cumulative function.
#pragma once

#include "compiler/sweep/parameter.h"

namespace launch::sweep {

// Of the standard normal distribution and of the beta distribution; 0 < p < 1.
double normal_quantile(double p);
double beta_quantile(double p, double a, double b);

// Whether every value that may be drawn is a finite number; true where no numbers are drawn.
bool has_finite_values(const Parameter& parameter);

// The value of `parameter` at `p`, as the sweeps package draws it (params.py, HyperParameter.ppf),
// for 0 < p < 1; the node's place is the parameter's.
Node value_at(const Parameter& parameter, double p, Arena& arena);

}  // namespace launch::sweep
