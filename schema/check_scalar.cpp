// Keywords about strings and numbers.
#include <cmath>
#include <limits>
#include <span>

#include "schema/walk.h"

namespace launch::schema {
namespace {

// A string longer than this is refused where a pattern is asked for, rather than searched.
constexpr std::size_t kMostSearched = 1 << 20;

void pattern(Walk& walk, const Json&, const Json& pattern, Instance value) {
  if (type(value) != Type::String) return;
  const std::string& expression = pattern.get_ref<const std::string&>();
  if (text(value).size() > kMostSearched) {
    walk.report("pattern", "is too long");
  } else if (!walk.rules().patterns.found(expression, text(value))) {
    walk.report("pattern", "does not match " + expression);
  }
}

void format(Walk& walk, const Json&, const Json& format, Instance value) {
  const std::string& name = format.get_ref<const std::string&>();
  const auto fits = value.access->fits;
  if (fits != nullptr && !fits(name, value.value)) walk.report("format", "is no " + name, {name});
}

void min_length(Walk& walk, const Json&, const Json& limit, Instance value) {
  if (type(value) != Type::String) return;
  check_count(walk, "minLength", count_characters(text(value)), limit, "character");
}

void max_length(Walk& walk, const Json&, const Json& limit, Instance value) {
  if (type(value) != Type::String) return;
  check_count(walk, "maxLength", count_characters(text(value)), limit, "character");
}

double number(Instance value) { return value.access->as_number(value.value); }

void minimum(Walk& walk, const Json&, const Json& limit, Instance value) {
  if (!is_number(value) || compare_numbers(value, number_of(limit)) >= 0) return;
  walk.report("minimum", "must be at least " + number_text(limit));
}

void maximum(Walk& walk, const Json&, const Json& limit, Instance value) {
  if (!is_number(value) || compare_numbers(value, number_of(limit)) <= 0) return;
  walk.report("maximum", "must be at most " + number_text(limit));
}

void exclusive_minimum(Walk& walk, const Json&, const Json& limit, Instance value) {
  if (!is_number(value) || compare_numbers(value, number_of(limit)) > 0) return;
  walk.report("exclusiveMinimum", "must be more than " + number_text(limit));
}

void exclusive_maximum(Walk& walk, const Json&, const Json& limit, Instance value) {
  if (!is_number(value) || compare_numbers(value, number_of(limit)) < 0) return;
  walk.report("exclusiveMaximum", "must be less than " + number_text(limit));
}

// In decimal, as written: 4.35 is a multiple of 0.01 although neither is exact in binary.
bool is_multiple(double value, double step) {
  double times = value / step;
  if (!std::isfinite(times)) return std::fmod(value, step) == 0;
  double rounding = 2 * std::numeric_limits<double>::epsilon() * std::fabs(times);
  return std::fabs(times - std::round(times)) <= rounding;
}

void multiple_of(Walk& walk, const Json&, const Json& step, Instance value) {
  if (!is_number(value) || is_multiple(number(value), step.get<double>())) return;
  walk.report("multipleOf", "must be a multiple of " + number_text(step));
}

constexpr NamedCheck kChecks[] = {
    {"pattern", pattern},
    {"minLength", min_length},
    {"maxLength", max_length},
    {"minimum", minimum},
    {"maximum", maximum},
    {"exclusiveMinimum", exclusive_minimum},
    {"exclusiveMaximum", exclusive_maximum},
    {"multipleOf", multiple_of},
    {"format", format},
};

}  // namespace

std::span<const NamedCheck> scalar_checks() { return kChecks; }

void check_count(Walk& walk, std::string_view keyword, std::size_t count, const Json& limit,
                 std::string_view thing) {
  bool least = keyword.starts_with("min");
  double wanted = limit.get<double>();
  double got = static_cast<double>(count);
  if (least ? got >= wanted : got <= wanted) return;
  if (least && wanted == 1) return walk.report(keyword, "must not be empty");
  std::string things = std::string(thing) + (wanted == 1 ? "" : "s");
  walk.report(keyword, std::string("must have at ") + (least ? "least " : "most ") +
                           number_text(limit) + " " + things);
}

}  // namespace launch::schema
