// When a container that ended is started again: restartPolicy, restartPolicyRules.
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateContainerRestartPolicy,
// validateInitContainerRestartPolicy
#include <array>

#include "compiler/target/kubernetes/check/container.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::array<std::string_view, 3> kPolicies{"Always", "Never", "OnFailure"};
constexpr std::array<std::string_view, 1> kSidecarPolicies{"Always"};
constexpr std::array<std::string_view, 2> kActions{"Restart", "RestartAllContainers"};
constexpr std::array<std::string_view, 2> kOperators{"In", "NotIn"};
constexpr std::size_t kMostRules = 20;
constexpr std::size_t kMostExitCodes = 255;

void check_size(const Field& list, std::size_t most) {
  if (!list.is_list() || list.size() <= most) return;
  list.report_key(kOutOfRange, list.name() + " has " + std::to_string(list.size()) +
                                   " items, expected " + std::to_string(most) + " at most");
}

void check_rule(const Field& rule) {
  if (!is_object(rule)) return;
  const bool all = rule.judgement().minor >= kRestartAllSince;
  require_choice(rule["action"], std::span(kActions).first(all ? 2 : 1));
  const Field exit_codes = rule["exitCodes"];
  if (exit_codes.absent()) {
    exit_codes.report(kMissingField, exit_codes.name() + " is required: it says which ends count");
  } else if (exit_codes.is_map()) {
    require_choice(exit_codes["operator"], kOperators);
    check_size(exit_codes["values"], kMostExitCodes);
  }
}

void check_rules(const Field& container) {
  const Field policy = container["restartPolicy"];
  const Field rules = container["restartPolicyRules"];
  if (policy.absent() && rules.size() > 0) {
    policy.report(kMissingField, policy.name() +
                                     " is required beside restartPolicyRules: it says what happens "
                                     "when no rule fits");
  } else if (policy.present()) {
    require_choice(policy, kPolicies);
  }
  check_size(rules, kMostRules);
  for (const Field rule : rules.items()) check_rule(rule);
}

}  // namespace

void check_restart_policy(const Field& container) {
  const int minor = container.judgement().minor;
  if (minor >= kRestartRulesSince) {
    check_rules(container);
    return;
  }
  const Field policy = container["restartPolicy"];
  if (policy.absent()) return;
  policy.report_key(kForbiddenField,
                    policy.name() + " can be set in init containers only, before Kubernetes 1.35",
                    "set the restartPolicy of the pod instead");
}

void check_init_restart_policy(const Field& container) {
  const int minor = container.judgement().minor;
  const Field policy = container["restartPolicy"];
  const Field rules = container["restartPolicyRules"];
  if (minor < kRestartRulesSince) {
    if (policy.present()) require_choice(policy, kSidecarPolicies);
  } else if (policy.text_or_empty() != "Always" || minor >= kRestartAllSince) {
    check_rules(container);
  } else if (rules.size() > 0) {
    rules.report_key(kForbiddenField, rules.name() +
                                          " cannot be set beside restartPolicy: Always before "
                                          "Kubernetes 1.36");
  }
}

}  // namespace launch::kubernetes
