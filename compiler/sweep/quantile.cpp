#include "compiler/sweep/quantile.h"

#include <algorithm>
#include <cmath>

#include "compiler/sweep/number.h"

namespace launch::sweep {
namespace {

// Where a function that rises from below `p` at `low` to above it at `high` meets it: halved until
// no number lies between.
template <class Function>
double where(Function cumulative, double p, double low, double high) {
  for (;;) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    (cumulative(middle) < p ? low : high) = middle;
  }
}

// The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method.
double beta_fraction(double x, double a, double b) {
  constexpr double kTiny = 1e-300;
  constexpr double kNear = 1e-16;
  constexpr int kMost = 100000;
  const auto away = [](double value) { return std::abs(value) < kTiny ? kTiny : value; };
  double c = 1;
  double d = 1 / away(1 - (a + b) * x / (a + 1));
  double result = d;
  for (int m = 1; m < kMost; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const double step = d * c;
    result *= step;
    if (std::abs(step - 1) < kNear) break;
  }
  return result;
}

double beta_cumulative(double x, double a, double b) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double scale = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                a * std::log(x) + b * std::log1p(-x));
  // The fraction converges fast below the mean; above it, the other tail is the sum.
  if (x < (a + 1) / (a + b + 2)) return scale * beta_fraction(x, a, b) / a;
  return 1 - scale * beta_fraction(1 - x, b, a) / b;
}

// Between two bounds whose difference may be no number.
double between(double low, double high, double p) { return low * (1 - p) + high * p; }

// The value before it is rounded to steps of q.
double real_value(const Parameter& parameter, double p) {
  const double min = parameter.min;
  const double max = parameter.max;
  switch (parameter.distribution) {
    case Distribution::LogUniform:
    case Distribution::QLogUniform:
      return std::exp(between(min, max, p));
    case Distribution::InvLogUniform:
      return std::exp(-between(min, max, 1 - p));
    case Distribution::LogUniformValues:
    case Distribution::InvLogUniformValues:
    case Distribution::QLogUniformValues:
      return std::exp(between(std::log(min), std::log(max), p));
    case Distribution::Normal:
    case Distribution::QNormal:
      return parameter.mu + parameter.sigma * normal_quantile(p);
    case Distribution::LogNormal:
    case Distribution::QLogNormal:
      return std::exp(parameter.mu + parameter.sigma * normal_quantile(p));
    case Distribution::Beta:
    case Distribution::QBeta:
      return beta_quantile(p, parameter.a, parameter.b);
    default:
      return between(min, max, p);
  }
}

bool is_quantised(Distribution distribution) {
  switch (distribution) {
    case Distribution::QUniform:
    case Distribution::QLogUniform:
    case Distribution::QLogUniformValues:
    case Distribution::QNormal:
    case Distribution::QLogNormal:
    case Distribution::QBeta:
      return true;
    default:
      return false;
  }
}

double drawn_value(const Parameter& parameter, double p) {
  const double value = real_value(parameter, p);
  return is_quantised(parameter.distribution) ? std::nearbyint(value / parameter.q) * parameter.q
                                              : value;
}

std::size_t index_of(double p, std::size_t count) {
  return std::min(count - 1, static_cast<std::size_t>(p * static_cast<double>(count)));
}

const Node& weighted_value(const Parameter& parameter, double p) {
  double sum = 0;
  for (std::size_t i = 0; i < parameter.values.size(); ++i) {
    sum += parameter.probabilities[i];
    if (p < sum) return parameter.values[i];
  }
  // The sum may be a little below 1; what cannot happen is not drawn.
  std::size_t last = parameter.values.size() - 1;
  while (last > 0 && parameter.probabilities[last] <= 0) --last;
  return parameter.values[last];
}

Node integer_between(const Parameter& parameter, double p, Arena& arena) {
  const std::int64_t low = *parameter.node.find("min")->as_integer();
  const std::int64_t high = *parameter.node.find("max")->as_integer();
  const double count = static_cast<double>(high) - static_cast<double>(low) + 1;
  constexpr double kMost = 18446744073709549568.0;  // the largest below 2^64
  const auto steps = static_cast<std::uint64_t>(std::min(p * count, kMost));
  const auto drawn = static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + steps);
  return integer_node(std::min(drawn, high), parameter.node.span(), arena);
}

}  // namespace

double normal_quantile(double p) {
  constexpr double kFar = 40;  // beyond it, probabilities are no numbers any more
  const auto cumulative = [](double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; };
  return where(cumulative, p, -kFar, kFar);
}

double beta_quantile(double p, double a, double b) {
  return where([&](double x) { return beta_cumulative(x, a, b); }, p, 0, 1);
}

bool has_finite_values(const Parameter& parameter) {
  if (parameter.distribution <= Distribution::IntUniform) return true;
  // All quantiles rise or fall with p, so that the outermost say it.
  constexpr double kLeast = 0x1p-53;
  return std::isfinite(drawn_value(parameter, kLeast)) &&
         std::isfinite(drawn_value(parameter, 1 - kLeast));
}

Node value_at(const Parameter& parameter, double p, Arena& arena) {
  const Span span = parameter.node.span();
  switch (parameter.distribution) {
    case Distribution::Constant:
      return parameter.values[0];
    case Distribution::Categorical:
      return parameter.values[index_of(p, parameter.values.size())];
    case Distribution::Weighted:
      return weighted_value(parameter, p);
    case Distribution::IntUniform:
      return integer_between(parameter, p, arena);
    default:
      break;
  }
  const double value = drawn_value(parameter, p);
  if (!is_quantised(parameter.distribution)) return float_node(value, span, arena);
  constexpr double kMostWhole = 9e18;
  const bool whole = parameter.whole && std::abs(value) < kMostWhole;
  return whole ? integer_node(static_cast<std::int64_t>(value), span, arena)
               : float_node(value, span, arena);
}

}  // namespace launch::sweep
