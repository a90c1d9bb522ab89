// What can be wrong with a sweep beyond its schema.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::sweep {

inline constexpr Rule kParameterName{
    "sweep/parameter-name", Severity::Error, "a parameter whose name W&B refuses",
    "Names of parameters begin with a letter or _ and go on with letters, digits, _, . and -. "
    "Source: the sweeps package, config/schema.json (parameters)."};
inline constexpr Rule kParameterForm{
    "sweep/parameter-form", Severity::Error, "a parameter that lacks what its distribution needs",
    "A parameter is one value, a list of values, a range from min to max, a distribution with its "
    "own keys, or a map of nested parameters. docs/sweep.md lists each distribution and its keys. "
    "Source: the sweeps package, config/schema.json (parameter)."};
inline constexpr Rule kParameterKey{
    "sweep/parameter-key", Severity::Error, "a key that the parameter's distribution does not have",
    "W&B takes a parameter only when all of its keys belong to one distribution; otherwise it "
    "refuses the sweep. Remove the key, or name the distribution that has it. Source: the sweeps "
    "package, config/schema.json (parameter)."};
inline constexpr Rule kParameterBounds{
    "sweep/parameter-bounds", Severity::Error, "bounds that no value can lie in",
    "min must be less than max, every bound and every value that is drawn a finite number, the "
    "bounds of log_uniform_values and its kin above 0, sigma, q, a "
    "and b above 0, and bounds of int_uniform integers. Source: the sweeps package, "
    "config/schema.py (validate_min_max) and config/schema.json."};
inline constexpr Rule kProbabilities{
    "sweep/probabilities", Severity::Error, "probabilities that do not fit their values",
    "Each value has one probability, and together they are 1. Source: the sweeps package, "
    "config/schema.py (validate_categorical_prob)."};
inline constexpr Rule kGridParameter{
    "sweep/grid-parameter", Severity::Error, "a parameter that a grid cannot enumerate",
    "A grid takes parameters with a countable set of values: value, values, a range of integers, "
    "or q_uniform. List values, or search at random. Source: the sweeps package, grid_search.py "
    "(grid_search_next_runs)."};
inline constexpr Rule kOldDistribution{
    "sweep/exponent-bounds", Severity::Warning, "a distribution whose bounds are exponents of e",
    "log_uniform, inv_log_uniform and q_log_uniform take min and max as exponents: min: 0.001 "
    "means e^0.001, which is hardly ever meant. W&B has deprecated them: write the bounds "
    "themselves with log_uniform_values and its kin. Source: the sweeps package, params.py "
    "(PARAM_DEPRECATION_MAP)."};
inline constexpr Rule kMetric{
    "sweep/metric", Severity::Error, "a search that has no metric, or one too many",
    "A bayes search improves a metric, and early_terminate compares runs by it: write metric: "
    "{name: val_loss, goal: minimize}. Several metrics are for schedulers of your own (method: "
    "custom). Source: the sweeps package, bayes_search.py and config/cfg.py."};
inline constexpr Rule kEarlyTerminate{
    "sweep/early-terminate", Severity::Error, "early termination that says not when",
    "hyperband needs min_iter, the first iteration at which runs are compared, or max_iter and s, "
    "from which W&B computes them. Source: the sweeps package, config/schema.json "
    "(hyperband_stopping)."};
inline constexpr Rule kEndless{
    "sweep/endless", Severity::Warning, "a search that never ends by itself",
    "A random search goes on drawing until somebody stops it. Write run_cap: N. Source: "
    "https://docs.wandb.ai/guides/sweeps/sweep-config-keys/ (run_cap)."};
inline constexpr Rule kSeed{
    "sweep/seed", Severity::Error, "a seed that is too large",
    "The values of a random search are drawn from its seed, an integer of 64 bits. W&B has no "
    "seeds: without launch each start of the sweep draws others."};
inline constexpr Rule kCommandMacro{
    "sweep/command-macro", Severity::Error, "a macro that a sweep's command cannot hold",
    "Launch fills ${program}, ${envvar:NAME} and one list of arguments: ${args}, "
    "${args_no_equals}, "
    "${args_no_hyphens}, ${args_no_boolean_flags}, ${args_json}, ${args_append_hydra} or "
    "${args_override_hydra}, as a word of its own. ${env} and ${interpreter} are filled by `wandb "
    "agent` only, and ${args_dict} is no list. Source: wandb/sdk/launch/sweeps/utils.py "
    "(make_launch_sweep_entrypoint)."};
inline constexpr Rule kCommandOrder{
    "sweep/command-order", Severity::Warning, "words of a sweep's command behind its arguments",
    "The arguments always come last: W&B takes the macro out of the command and appends its values "
    "to the end. Move the words before the macro. Source: wandb/sdk/launch/sweeps/utils.py "
    "(make_launch_sweep_entrypoint)."};
inline constexpr Rule kScheduler{
    "sweep/scheduler", Severity::Error, "a scheduler that W&B refuses",
    "A scheduler job or image runs in a container, so that its resource cannot be local-process. "
    "W&B's scheduler gets the file as it is: it knows no base_config, finds job or image_uri in "
    "the sweep itself only, and takes launch.priority as a number, 0 to 3. "
    "An engine has methods of its own: wandb grid, random and bayes; optuna and ax custom; "
    "early_terminate is then the scheduler's own matter. Source: wandb/cli/cli.py (launch_sweep), "
    "the sweeps package, config/cfg.py."};

inline constexpr std::array kSweepRules{
    &kParameterName, &kParameterForm,   &kParameterKey, &kParameterBounds, &kProbabilities,
    &kGridParameter, &kOldDistribution, &kMetric,       &kEarlyTerminate,  &kEndless,
    &kSeed,          &kCommandMacro,    &kCommandOrder, &kScheduler};

}  // namespace launch::sweep
