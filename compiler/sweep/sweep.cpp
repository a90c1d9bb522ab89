#include "compiler/sweep/sweep.h"

#include <algorithm>

#include "compiler/spec/command_words.h"
#include "compiler/spec/priority.h"
#include "compiler/spec/schema_rules.h"
#include "compiler/spec/spec_rules.h"
#include "compiler/sweep/rules.h"

namespace launch::sweep {
namespace {

std::string_view text_of(const Node& node, std::string_view key) {
  const Node* value = node.find(key);
  return value == nullptr ? std::string_view() : value->as_string();
}

// W&B's client asks for a key's value only where it is true for Python (sweeps/utils.py).
bool is_unset(const Node& value) {
  return value.is_null() || (value.is_string() && value.as_string().empty());
}

Method method_of(const Node& root) {
  const std::string_view name = text_of(root, "method");
  if (name == "random") return Method::Random;
  if (name == "bayes") return Method::Bayes;
  return name == "custom" ? Method::Custom : Method::Grid;
}

class SweepReader {
 public:
  SweepReader(const Node& root, const SweepContext& context) : root_(root), context_(context) {}

  Sweep run() {
    result_.root = root_;
    result_.method = method_of(root_);
    read_parameters_of_sweep();
    read_numbers();
    judge_metric();
    judge_early_terminate();
    judge_scheduler();
    judge_said_twice();
    read_command_of_sweep();
    if (needs_scheduler(result_)) judge_for_scheduler();
    return std::move(result_);
  }

 private:
  void read_parameters_of_sweep() {
    const Node* parameters = root_.find("parameters");
    if (parameters == nullptr) {
      // An engine of W&B's may take them from a function of the user's (config/cfg.py).
      const Node* scheduler = root_.find("scheduler");
      const bool elsewhere = scheduler != nullptr && !text_of(*scheduler, "search_space").empty();
      if (!elsewhere) report(kMissingKey, root_.span(), "a sweep has no \"parameters\"");
      return;
    }
    result_.parameters = read_parameters(*parameters, context_.diagnostics);
    if (result_.method != Method::Grid) return;
    for (const Parameter& parameter : result_.parameters) {
      if (!is_countable(parameter)) report_uncountable(parameter);
    }
  }

  void report_uncountable(const Parameter& parameter) {
    const Node* named = parameter.node.find("distribution");
    const bool weighted = parameter.distribution == Distribution::Weighted;
    const std::string why = weighted ? "have probabilities, and a grid has each value once"
                            : named != nullptr ? "are drawn from " + std::string(named->as_string())
                                               : "are all numbers between min and max";
    report(kGridParameter, named != nullptr ? named->span() : parameter.name_span,
           "a grid cannot list the values of " + quoted(name_of(parameter)) + ", which " + why,
           weighted
               ? "remove probabilities, or use method: random"
               : "list them under values, give min and max as integers, or use method: random");
  }

  void read_numbers() {
    if (const Node* cap = root_.find("run_cap"); cap != nullptr && cap->kind() == Kind::Integer) {
      const std::optional<std::int64_t> number = cap->as_integer();
      if (number && *number > 0) result_.run_cap = static_cast<std::uint64_t>(*number);
    }
    if (const Node* seed = root_.find("seed"); seed != nullptr && seed->kind() == Kind::Integer) {
      result_.seed = seed->as_integer();
      if (!result_.seed) {
        report(kSeed, seed->span(),
               "a seed is an integer of 64 bits, and this is " + std::string(seed->as_string()));
      }
    }
    if (result_.method == Method::Random && root_.find("run_cap") == nullptr) {
      report(kEndless, root_.find("method")->span(),
             "a random search goes on until somebody stops it, expected a run_cap");
    }
  }

  void judge_metric() {
    const Node* one = root_.find("metric");
    const Node* several = root_.find("metrics");
    if (one != nullptr && several != nullptr) {
      report(kMetric, key_of("metrics"), "metric and metrics are both set, expected one of them");
    } else if (several != nullptr && result_.method != Method::Custom) {
      report(kMetric, key_of("metrics"), "metrics are for method: custom, expected one metric");
    }
    if (one != nullptr || several != nullptr) return;
    if (result_.method == Method::Bayes) {
      report(kMetric, root_.find("method")->span(), "a bayes search has no metric to improve");
    } else if (root_.find("early_terminate") != nullptr) {
      report(kMetric, key_of("early_terminate"),
             "early_terminate compares runs by the metric, and the sweep has none");
    }
  }

  void judge_early_terminate() {
    const Node* block = root_.find("early_terminate");
    result_.early_terminate = block != nullptr;
    if (block == nullptr || !block->is_mapping()) return;
    const bool first = block->find("min_iter") != nullptr;
    const bool last = block->find("max_iter") != nullptr;
    const bool brackets = block->find("s") != nullptr;
    if (first || (last && brackets) || block->find("type") == nullptr) return;
    report(kEarlyTerminate, block->find("type")->span(),
           last ? "hyperband with max_iter needs s, the number of brackets"
                : "hyperband needs min_iter, or max_iter and s");
  }

  void judge_scheduler() {
    const Node* block = root_.find("scheduler");
    if (block == nullptr || !block->is_mapping()) return;
    const Node* resource = block->find("resource");
    const bool local = resource != nullptr && resource->as_string() == "local-process";
    for (const std::string_view key : {"job", "docker_image"}) {
      if (!local || block->find(key) == nullptr) continue;
      report(
          kScheduler, resource->span(),
          "a scheduler's " + std::string(key) + " runs in a container, and this is local-process");
    }
    judge_engine(*block);
  }

  // `wandb launch-sweep` hands the file over as it is (wandb/cli/cli.py, launch_sweep), and the
  // scheduler takes int() of the priority (sdk/launch/sweeps/scheduler.py, _add_to_launch_queue).
  void judge_for_scheduler() {
    if (root_.find("base_config") != nullptr) {
      report(kScheduler, key_of("base_config"),
             "W&B's scheduler starts the runs of this sweep, and knows no base_config",
             "write what it says into the sweep: job or image_uri, and the rest under launch");
    }
    const Node* launch = root_.find("launch");
    if (launch == nullptr) return;
    const auto is_set = [&](std::string_view key) {
      const Node* value = root_.find(key);
      return value != nullptr && !is_unset(*value);
    };
    const bool named = is_set("job") || is_set("image_uri");
    for (const std::string_view key : {"job", "image_uri"}) {
      const Member* inner = launch->find_member(key);
      if (inner == nullptr || named) continue;
      report(kScheduler, inner->key_span,
             "W&B looks for " + quoted(key) + " in the sweep itself, and not under launch",
             "move it out of launch");
    }
    const Node* priority = launch->find("priority");
    const std::optional<int> number =
        priority == nullptr ? std::nullopt : priority_number(priority->as_string());
    if (number) {
      report(kScheduler, priority->span(),
             "W&B's scheduler takes the priority as a number, and fails at " +
                 quoted(priority->as_string()),
             "write priority: " + std::to_string(*number));
    }
  }

  void judge_engine(const Node& block) {
    const Node* engine = block.find("engine");
    if (engine == nullptr) return;
    const bool own = engine->as_string() == "wandb";
    if (own == (result_.method == Method::Custom)) {
      report(kScheduler, engine->span(),
             "engine " + std::string(engine->as_string()) +
                 " does not know method: " + std::string(text_of(root_, "method")) + ", expected " +
                 (own ? "grid, random or bayes" : "custom"));
    }
    if (root_.find("early_terminate") != nullptr) {
      report(kScheduler, key_of("early_terminate"),
             "early_terminate has no meaning beside an engine, which ends runs itself");
    }
  }

  // The sweep and its launch block may both say it, but not two things.
  void judge_said_twice() {
    const Node* launch = root_.find("launch");
    if (launch == nullptr) return;
    for (const std::string_view key : {"entity", "project", "queue", "job", "image_uri"}) {
      const Member* outer = root_.find_member(key);
      const Member* inner = launch->find_member(key);
      const bool both = outer != nullptr && !is_unset(outer->value) && inner != nullptr &&
                        !is_unset(inner->value);
      if (!both || same_value(outer->value, inner->value)) continue;
      context_.diagnostics.report({&kSetTwice,
                                   inner->key_span,
                                   quoted(key) + " is set to another value in the sweep itself",
                                   {{outer->key_span, "set here"}}});
    }
    const Node job = setting_of(root_, "job");
    const Node image = setting_of(root_, "image_uri");
    if (job.valid() && image.valid()) {
      context_.diagnostics.report({&kTwoSources,
                                   image.span(),
                                   "a sweep runs a job or an image, and both are set",
                                   {{job.span(), "the job"}}});
    }
  }

  void read_command_of_sweep() {
    const Node* command = root_.find("command");
    if (command == nullptr) return;
    const Node words = as_words(*command, {context_.arena, context_.sources, context_.diagnostics});
    result_.command =
        read_command(words, root_.find("program"), context_.arena, context_.diagnostics);
  }

  Span key_of(std::string_view key) const { return root_.find_member(key)->key_span; }

  void report(const Rule& rule, Span span, std::string message, std::string way_out = {}) {
    context_.diagnostics.report({&rule, span, std::move(message), {}, std::move(way_out)});
  }

  const Node& root_;
  const SweepContext& context_;
  Sweep result_;
};

}  // namespace

Sweep read_sweep(const Node& root, const SweepContext& context) {
  return SweepReader(root, context).run();
}

bool needs_scheduler(const Sweep& sweep) {
  return sweep.early_terminate || sweep.method == Method::Bayes || sweep.method == Method::Custom;
}

Node setting_of(const Node& root, std::string_view key) {
  for (const Node* block : {&root, root.find("launch")}) {
    const Node* value = block == nullptr ? nullptr : block->find(key);
    if (value != nullptr && !is_unset(*value)) return *value;
  }
  return {};
}

}  // namespace launch::sweep
