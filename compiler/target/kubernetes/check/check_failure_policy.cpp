// podFailurePolicy (k8s.io/kubernetes v1.36.3, pkg/apis/batch/validation/validation.go,
// validatePodFailurePolicy).
#include <unordered_set>

#include "compiler/target/kubernetes/check/job.h"
#include "compiler/target/kubernetes/check/job_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::size_t kMostRules = 20;       // maxPodFailurePolicyRules
constexpr std::size_t kMostConditions = 20;  // maxPodFailurePolicyOnPodConditionsPatterns
constexpr std::size_t kMostExitCodes = 255;  // maxPodFailurePolicyOnExitCodesValues

// The containers that a rule may speak of.
struct Containers {
  SeenNames names;
  bool all_known = true;
};

Containers containers_of(const Field& pod) {
  Containers containers;
  for (const std::string_view list : {"containers", "initContainers"}) {
    for (const Field container : pod[list].items()) {
      const Field name = container["name"];
      containers.all_known = containers.all_known && !name.unknown();
      if (name.is_text()) containers.names.add(name.text_or_empty(), name);
    }
  }
  return containers;
}

void check_size(const Field& list, std::size_t most) {
  if (!list.is_list() || list.size() <= most) return;
  list.report_key(kOutOfRange, list.name() + " has " + std::to_string(list.size()) +
                                   " items, expected " + std::to_string(most) + " at most");
}

void check_action(const Field& action, const JobSpec& job) {
  static constexpr std::string_view kActions[] = {"Count", "FailIndex", "FailJob", "Ignore"};
  if (!require_choice(action, kActions)) return;
  if (action.text_or_empty() == "FailIndex" && job["backoffLimitPerIndex"].absent()) {
    action.report(kFailurePolicy,
                  "action \"FailIndex\" needs backoffLimitPerIndex in the Job, which has none");
  }
}

// In ascending order, each once, and no success among what counts as failure.
void check_exit_codes(const Field& codes, bool in) {
  if (codes.empty()) {
    codes.report(kMissingField, codes.name() + " is empty, expected one exit code or more");
    return;
  }
  check_size(codes, kMostExitCodes);
  std::unordered_set<std::int64_t> seen;
  std::optional<std::int64_t> before;
  bool ordered = true;
  for (const Field code : codes.items()) {
    const std::int64_t number = code.integer().value_or(code.absent() ? 0 : -1);
    if (in && number == 0) {
      code.report(kFailurePolicy, "exit code 0 is no failure, and cannot stand beside \"In\"");
    }
    if (!seen.insert(number).second) {
      code.report(kDuplicate, "exit code " + std::to_string(number) + " stands here twice");
    }
    ordered = ordered && (!before || *before <= number);
    before = number;
  }
  if (!ordered) {
    codes.report_key(kFailurePolicy, codes.name() + " are not in ascending order");
  }
}

void check_on_exit_codes(const Field& requirement, const Containers& containers) {
  static constexpr std::string_view kOperators[] = {"In", "NotIn"};
  if (!is_object(requirement)) return;
  require_choice(requirement["operator"], kOperators);
  const Field container = requirement["containerName"];
  const std::string_view name = container.text_or_empty();
  if (container.is_text() && !container.unknown() && containers.all_known &&
      containers.names.find(name) == nullptr) {
    const std::vector<std::string_view> known = containers.names.names();
    container.report(kUnknownReference,
                     "no container is called " + quoted(name) +
                         (known.empty() ? "" : ", there is " + all_of(known)),
                     suggest(did_you_mean(name, known)));
  }
  check_exit_codes(requirement["values"], requirement["operator"].text_or_empty() == "In");
}

// Without a status a condition has to be True; in a CronJob the server fills that in since 1.34
// (pkg/apis/batch/v1/defaults.go, SetDefaults_PodFailurePolicyOnPodConditionsPattern).
void check_on_pod_conditions(const Field& conditions, const JobSpec& job) {
  static constexpr std::string_view kStatuses[] = {"False", "True", "Unknown"};
  const bool has_default = !job.in_cron_job() || conditions.judgement().minor >= 34;
  check_size(conditions, kMostConditions);
  for (const Field condition : conditions.items()) {
    if (!is_object(condition)) continue;
    const Field type = condition["type"];
    if (require_text(type)) type.report(kBadLabel, check_qualified_name(type.text_or_empty()));
    has_default ? check_choice(condition["status"], kStatuses)
                : require_choice(condition["status"], kStatuses);
  }
}

void check_rule(const Field& rule, const JobSpec& job, const Containers& containers) {
  const Field codes = rule["onExitCodes"];
  const Field conditions = rule["onPodConditions"];
  check_action(rule["action"], job);
  if (codes.present()) check_on_exit_codes(codes, containers);
  check_on_pod_conditions(conditions, job);
  if (codes.present() && conditions.size() > 0) {
    rule.report(kFailurePolicy,
                "a rule has onExitCodes and onPodConditions, expected one of the two",
                "make two rules of it");
  } else if (codes.absent() && conditions.empty()) {
    rule.report(kFailurePolicy, "a rule has neither onExitCodes nor onPodConditions");
  }
}

// The server fills in "Always", which no Job may have: that is said where all Jobs are judged.
void check_restart_policy(const Field& policy, const Field& cause) {
  if (policy.unknown() || policy.text_or_empty() != "OnFailure") return;
  policy.report_with(kFailurePolicy,
                     policy.name() + " is \"OnFailure\", expected \"Never\" with podFailurePolicy",
                     cause, "set here", suggest("Never"));
}

}  // namespace

void check_failure_policy(const JobSpec& job) {
  const Field policy = job["podFailurePolicy"];
  if (!policy.is_map()) return;
  const Field pod = job["template"]["spec"];
  const Field rules = policy["rules"];
  check_size(rules, kMostRules);
  const Containers containers = containers_of(pod);
  for (const Field rule : rules.items()) {
    if (is_object(rule)) check_rule(rule, job, containers);
  }
  check_restart_policy(pod["restartPolicy"], policy);
}

}  // namespace launch::kubernetes
