#include <cmath>
#include <utility>

#include "compiler/sweep/forms.h"
#include "compiler/sweep/number.h"
#include "compiler/sweep/parameter.h"
#include "compiler/sweep/quantile.h"
#include "compiler/sweep/rules.h"

namespace launch::sweep {
namespace {

class BoundsJudge {
 public:
  BoundsJudge(const Parameter& parameter, std::string_view who, Diagnostics& diagnostics)
      : parameter_(parameter), who_(who), diagnostics_(diagnostics) {}

  void run() {
    if (!are_finite()) return;
    const Node* min = parameter_.node.find("min");
    const Node* max = parameter_.node.find("max");
    if (min != nullptr && max != nullptr) judge_range(*min, *max);
    for (const auto& [key, value] : {std::pair<std::string_view, double>{"sigma", parameter_.sigma},
                                     {"q", parameter_.q},
                                     {"a", parameter_.a},
                                     {"b", parameter_.b}}) {
      const Node* node = parameter_.node.find(key);
      if (node == nullptr || value > 0) continue;
      report(*node, who_ + " takes " + std::string(key) + " above 0, and this is " + text(*node));
    }
  }

  // Of bounds in which nothing else is wrong.
  void judge_draws() {
    if (has_finite_values(parameter_)) return;
    diagnostics_.report(
        {&kParameterBounds, parameter_.node.span(),
         "values of " + quoted(name_of(parameter_)) + " are too large for numbers"});
  }

 private:
  bool are_finite() {
    bool all = true;
    for (const std::string_view key : {"min", "max", "mu", "sigma", "q", "a", "b"}) {
      const Node* node = parameter_.node.find(key);
      if (node == nullptr || !node->is_number() || std::isfinite(node->as_double())) continue;
      report(*node, who_ + " takes finite numbers, and " + std::string(key) + " is " + text(*node));
      all = false;
    }
    return all;
  }

  void judge_range(const Node& min, const Node& max) {
    const Distribution distribution = parameter_.distribution;
    if (parameter_.min >= parameter_.max) {
      report(max, "max " + text(max) + " of " + quoted(name_of(parameter_)) + " is not above min " +
                      text(min));
    }
    if (distribution == Distribution::IntUniform) {
      judge_integer(min);
      judge_integer(max);
    }
    if (has_log_values(distribution) && parameter_.min <= 0) {
      report(min, who_ + " takes values above 0, and min is " + text(min));
    }
    if (has_exponent_bounds(distribution)) judge_exponents(min, max);
  }

  void judge_integer(const Node& bound) {
    if (bound.kind() == Kind::Integer && bound.as_integer()) return;
    report(bound, who_ + " takes integers of 64 bits, and this is " + text(bound));
  }

  void judge_exponents(const Node& min, const Node& max) {
    const bool inverse = parameter_.distribution == Distribution::InvLogUniform;
    const double exponent = inverse ? -parameter_.min : parameter_.max;
    const double largest = std::exp(exponent);
    if (std::isinf(largest)) {
      return report(inverse ? min : max, who_ + " takes exponents of e, and e^" +
                                             short_number(exponent) + " is too large a number");
    }
    diagnostics_.report({&kOldDistribution,
                         parameter_.node.find("distribution")->span(),
                         who_ + " takes exponents of e: the values of " +
                             quoted(name_of(parameter_)) + " go up to " + short_number(largest),
                         {},
                         "write the bounds of the values themselves with " + who_ + "_values"});
  }

  static std::string text(const Node& node) { return std::string(node.as_string()); }

  void report(const Node& at, std::string message) {
    diagnostics_.report({&kParameterBounds, at.span(), std::move(message)});
  }

  const Parameter& parameter_;
  std::string who_;
  Diagnostics& diagnostics_;
};

}  // namespace

bool judge_bounds(const Parameter& parameter, std::string_view distribution,
                  Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.error_count();
  BoundsJudge judge(parameter, distribution, diagnostics);
  judge.run();
  if (diagnostics.error_count() == before) judge.judge_draws();
  return diagnostics.error_count() == before;
}

}  // namespace launch::sweep
