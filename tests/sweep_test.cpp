// Sweeps without a disk: values that distributions draw, points in order, commands, and the jobs
// that runs are. tests/sweeps/compare holds them against W&B's own package.
#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "compiler/document/write_json.h"
#include "compiler/sweep/number.h"
#include "compiler/sweep/quantile.h"
#include "compiler/sweep/run.h"
#include "tests/catch.h"
#include "tests/memory_files.h"

namespace launch::tests {
namespace {

using sweep::Run;
using sweep::Runs;
using sweep::Sweep;

bool is_near(double a, double b, double share) { return std::abs(a - b) <= share * std::abs(b); }

struct Read {
  explicit Read(const std::string& text) {
    const SourceId id = sources.add("sweep.yaml", text);
    const std::vector<Document> documents = read_yaml(id, sources, arena, diagnostics);
    sweep = sweep::read_sweep(documents.at(0).root, {arena, sources, diagnostics});
  }
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  Sweep sweep;
};

std::vector<std::string> configs(Read& read, std::size_t most, std::int64_t seed = 0) {
  std::vector<std::string> found;
  Runs runs(read.sweep, seed);
  for (Run run; found.size() < most && runs.next(run, read.arena);) {
    found.push_back(write_json(run.config, JsonStyle::Compact));
  }
  return found;
}

// The largest distance between the share of values below each and what `cumulative` says
// (Kolmogorov and Smirnov), times the root of their number: over 2.2 in one of 8000 tries.
template <class Function>
double distance(std::vector<double> values, Function cumulative) {
  std::sort(values.begin(), values.end());
  const auto count = static_cast<double>(values.size());
  double most = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double at = cumulative(values[i]);
    const auto rank = static_cast<double>(i);
    most = std::max({most, std::abs(at - rank / count), std::abs(at - (rank + 1) / count)});
  }
  return most * std::sqrt(count);
}

std::vector<double> drawn(const std::string& parameter) {
  Read read("method: random\nrun_cap: 1\nparameters: {x: " + parameter + "}");
  INFO(parameter);
  REQUIRE_FALSE(read.diagnostics.has_errors());
  std::vector<double> values;
  Runs runs(read.sweep, 7);
  constexpr std::size_t kCount = 4000;
  for (Run run; values.size() < kCount && runs.next(run, read.arena);) {
    values.push_back(run.config.find("x")->as_double());
  }
  return values;
}

double normal(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

}  // namespace

TEST_CASE("quantiles of distributions") {
  CHECK(is_near(sweep::normal_quantile(0.975), 1.959963984540054, 1e-13));
  CHECK(is_near(sweep::normal_quantile(1e-10), -6.361340902404056, 1e-12));
  for (const double p : {1e-6, 0.01, 0.3, 0.5, 0.77, 0.999}) {
    INFO(p);
    const double arcsine = std::pow(std::sin(std::acos(-1.0) * p / 2), 2);
    CHECK(is_near(sweep::beta_quantile(p, 0.5, 0.5), arcsine, 1e-9));
    CHECK(is_near(sweep::beta_quantile(p, 3, 1), std::cbrt(p), 1e-12));
    CHECK(is_near(sweep::beta_quantile(p, 1, 40), 1 - std::pow(1 - p, 1.0 / 40), 1e-9));
  }
}

TEST_CASE("draws fit their distributions") {
  constexpr double kMost = 2.2;
  struct Case {
    std::string parameter;
    std::function<double(double)> cumulative;
  };
  const std::vector<Case> cases = {
      {"{min: -2.0, max: 3.0}", [](double x) { return (x + 2) / 5; }},
      {"{distribution: log_uniform, min: -5, max: 2}",
       [](double x) { return (std::log(x) + 5) / 7; }},
      {"{distribution: log_uniform_values, min: 1e-5, max: 0.1}",
       [](double x) { return (std::log10(x) + 5) / 4; }},
      {"{distribution: inv_log_uniform, min: -2, max: 4}",
       [](double x) { return (std::log(x) + 4) / 6; }},
      {"{distribution: inv_log_uniform_values, min: 0.001, max: 10}",
       [](double x) { return (std::log10(x) + 3) / 4; }},
      {"{distribution: normal, mu: 3, sigma: 0.5}", [](double x) { return normal((x - 3) / 0.5); }},
      {"{distribution: log_normal, mu: -1, sigma: 2}",
       [](double x) { return normal((std::log(x) + 1) / 2); }},
      {"{distribution: beta, a: 2, b: 1}", [](double x) { return x * x; }},
      {"{distribution: beta, a: 1, b: 3}", [](double x) { return 1 - std::pow(1 - x, 3); }},
  };
  for (const Case& each : cases) {
    INFO(each.parameter);
    CHECK(distance(drawn(each.parameter), each.cumulative) < kMost);
  }
}

TEST_CASE("draws in steps fit their distributions") {
  constexpr double kFar = 5;  // standard deviations
  struct Case {
    std::string parameter;
    double step;
    std::function<double(double)> cumulative;
  };
  const std::vector<Case> cases = {
      {"{min: -3, max: 6}", 1, [](double x) { return std::clamp((x + 3.5) / 10, 0.0, 1.0); }},
      {"{distribution: q_uniform, min: 0, max: 10}", 1,
       [](double x) { return std::clamp(x / 10, 0.0, 1.0); }},
      {"{distribution: q_log_uniform, min: 0, max: 3}", 1,
       [](double x) { return x <= 1 ? 0 : std::min(std::log(x) / 3, 1.0); }},
      {"{distribution: q_log_uniform_values, min: 1, max: 64, q: 4}", 4,
       [](double x) { return x <= 1 ? 0 : std::min(std::log2(x) / 6, 1.0); }},
      {"{distribution: q_normal, mu: 1, sigma: 5, q: 2}", 2,
       [](double x) { return normal((x - 1) / 5); }},
      {"{distribution: q_log_normal, mu: 2, sigma: 0.5}", 1,
       [](double x) { return x <= 0 ? 0 : normal((std::log(x) - 2) / 0.5); }},
      {"{distribution: q_beta, a: 2, b: 1, q: 0.25}", 0.25,
       [](double x) { return std::pow(std::clamp(x, 0.0, 1.0), 2); }},
      {"{values: [1, 2, 3], probabilities: [0.5, 0, 0.5]}", 1,
       [](double x) { return x < 1   ? 0
                             : x < 3 ? 0.5
                                     : 1; }},
      {"{values: [1, 2, 2, 3]}", 1,
       [](double x) {
         return x < 1 ? 0 : x < 2 ? 0.25 : x < 3 ? 0.75 : 1;
       }},
  };
  for (const Case& each : cases) {
    const std::vector<double> values = drawn(each.parameter);
    const auto count = static_cast<double>(values.size());
    for (const double value : std::set<double>(values.begin(), values.end())) {
      INFO(each.parameter << " at " << value);
      const double share =
          static_cast<double>(std::count(values.begin(), values.end(), value)) / count;
      const double half = each.step / 2;
      const double wanted = each.cumulative(value + half) - each.cumulative(value - half);
      CHECK(wanted > 0);
      CHECK(std::abs(share - wanted) < kFar * std::sqrt(wanted / count));
    }
  }
}

TEST_CASE("a grid has each point once, the last parameter varying fastest") {
  Read read(
      "method: grid\nparameters: {b: {values: [1, 1.0, 2]}, a: {min: 1, max: 2}, "
      "n: {parameters: {y: {value: k}, x: {distribution: q_uniform, min: 0, max: 1, q: 0.5}}}}");
  CHECK(configs(read, 100) ==
        std::vector<std::string>{
            R"({"a":1,"b":1.0,"n":{"x":0.0,"y":"k"}})", R"({"a":1,"b":1.0,"n":{"x":0.5,"y":"k"}})",
            R"({"a":1,"b":2,"n":{"x":0.0,"y":"k"}})", R"({"a":1,"b":2,"n":{"x":0.5,"y":"k"}})",
            R"({"a":2,"b":1.0,"n":{"x":0.0,"y":"k"}})", R"({"a":2,"b":1.0,"n":{"x":0.5,"y":"k"}})",
            R"({"a":2,"b":2,"n":{"x":0.0,"y":"k"}})", R"({"a":2,"b":2,"n":{"x":0.5,"y":"k"}})"});
}

TEST_CASE("a draw depends on seed, number and name alone") {
  Read read("method: random\nrun_cap: 9\nparameters: {a: {min: 0.0, max: 1.0}}");
  Read more(
      "method: random\nrun_cap: 9\nparameters: {Z: {min: 1, max: 9}, a: {min: 0.0, max: 1.0}}");
  const std::vector<std::string> first = configs(read, 5, 3);
  CHECK(configs(read, 9, 3).at(4) == first.at(4));
  CHECK(configs(read, 5, 4) != first);
  for (std::size_t i = 0; i < first.size(); ++i) {
    CHECK(configs(more, 5, 3).at(i).find(first.at(i).substr(1)) != std::string::npos);
  }
}

TEST_CASE("numbers and other values as Python writes them") {
  struct Case {
    std::string yaml, text;
  };
  for (const auto& [yaml, text] :
       std::vector<Case>{{"1e-5", "1e-05"},
                         {"0.0001", "0.0001"},
                         {"1e15", "1000000000000000.0"},
                         {"1e16", "1e+16"},
                         {"1.50", "1.5"},
                         {"-0.0", "-0.0"},
                         {"2.5e-310", "2.5e-310"},
                         {"0x10", "16"},
                         {"true", "True"},
                         {"null", "None"},
                         {"a b", "a b"},
                         {"[1, a, null]", "[1, 'a', None]"},
                         {R"({a: "it's", b: 0.10})", R"({'a': "it's", 'b': 0.1})"}}) {
    Read read("method: grid\nparameters: {x: {value: " + yaml + "}}");
    INFO(yaml);
    CHECK(sweep::python_text(read.sweep.parameters.at(0).values.at(0)) == text);
  }
}

TEST_CASE("the arguments of a run, for each macro") {
  struct Case {
    std::string macro, words;
  };
  for (const auto& [macro, words] : std::vector<Case>{
           {"args", R"(["--flag=True","--lr=0.1","--name=None","--off=False"])"},
           {"args_no_equals", R"(["--flag","True","--lr","0.1","--name","None","--off","False"])"},
           {"args_no_hyphens", R"(["flag=True","lr=0.1","name=None","off=False"])"},
           {"args_no_boolean_flags", R"(["--flag","--lr=0.1","--name=None"])"},
           {"args_json", R"(["{\"flag\": true, \"lr\": 0.1, \"name\": null, \"off\": false}"])"},
           {"args_append_hydra", R"(["+flag=True","+lr=0.1","+name=None","+off=False"])"},
           {"args_override_hydra", R"(["++flag=True","++lr=0.1","++name=None","++off=False"])"}}) {
    Read read(
        "method: grid\nprogram: t.py\nparameters: {lr: {value: 0.1}, flag: {value: true}, "
        "off: {value: false}, name: {value: null}}\n"
        "command: [\"${program}\", \"--x=${envvar:HOME_1}\", \"${" +
        macro + "}\"]");
    INFO(macro);
    REQUIRE(read.diagnostics.empty());
    Run run;
    Runs runs(read.sweep, 0);
    REQUIRE(runs.next(run, read.arena));
    const Node overrides = *sweep::job_of(read.sweep, run, read.arena).find("overrides");
    CHECK(write_json(*overrides.find("args"), JsonStyle::Compact) == words);
    CHECK(write_json(*overrides.find("entry_point"), JsonStyle::Compact) ==
          R"(["t.py","--x=${HOME_1}"])");
  }
}

TEST_CASE("sweeps of any shape are borne") {
  for (const char* text :
       {"{}", "method: [1]", "parameters: 3", "method: grid\nparameters: {a: 1, b: [], c: null}",
        "method: random\nparameters: {a: {values: {}}, b: {min: x, max: y}, c: {value: }}",
        "method: bayes\nscheduler: 3\nlaunch: []\nearly_terminate: x\ncommand: {a: b}",
        "method: grid\nparameters: {a: {parameters: {b: {parameters: 4}}}}\ncommand: 'a \"'",
        "method: grid\nparameters: {a: {min: -9223372036854775808, max: 9223372036854775807}}",
        "method: grid\nparameters: {a: {distribution: q_uniform, min: 0, max: 1, q: 1e-300}}"}) {
    INFO(text);
    Read read(text);
    if (!read.diagnostics.has_errors()) CHECK(configs(read, 3).size() <= 3);
  }
}

}  // namespace launch::tests
