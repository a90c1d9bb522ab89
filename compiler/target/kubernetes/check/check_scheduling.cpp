// When and how evenly pods are placed (k8s.io/kubernetes v1.36.3,
// pkg/apis/core/validation/validation.go, ValidateTolerations, validateTopologySpreadConstraints
// and validateSchedulingGates).
#include <array>
#include <limits>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::int64_t kMostInt32 = std::numeric_limits<std::int32_t>::max();

// What an operator asks of the key and the value. Lt and Gt of 1.35 are off by default (gate
// TaintTolerationComparisonOperators), and refused.
void check_toleration_operator(const Field& toleration) {
  static constexpr std::string_view kOperators[] = {"Equal", "Exists"};
  const Field word = toleration["operator"];
  const Field value = toleration["value"];
  const std::optional<std::string_view> text = known_text(word);
  if (!check_choice(word, kOperators) || !text) return;
  if (*text == "Exists") {
    if (known_text(value).value_or("").empty()) return;
    word.report_with(kOperatorValues, word.name() + " is \"Exists\", which takes no value", value,
                     "remove this, or use the operator Equal");
    return;
  }
  if (known_text(toleration["key"]) == "") {
    word.report(kBadToleration,
                "a toleration without key means every taint, and needs operator: Exists");
  }
  if (value.is_text()) value.report(kBadLabel, check_label_value(value.text_or_empty()));
}

void check_toleration(const Field& toleration) {
  static constexpr std::string_view kEffects[] = {"NoSchedule", "PreferNoSchedule", "NoExecute"};
  const Field key = toleration["key"];
  if (key.is_text() && !key.empty()) {
    key.report(kBadLabel, check_qualified_name(key.text_or_empty()));
  }
  check_toleration_operator(toleration);
  const Field effect = toleration["effect"];
  const Field seconds = toleration["tolerationSeconds"];
  if (!check_choice(effect, kEffects)) return;
  const std::optional<std::string_view> text = known_text(effect);
  if (seconds.integer() && text && *text != "NoExecute") {
    effect.report_with(kBadToleration,
                       "tolerationSeconds needs effect: NoExecute, and effect is " +
                           (text->empty() ? "missing" : quoted(*text)),
                       seconds, "counts until the pod is evicted, which only NoExecute does");
  }
}

void check_node_policy(const Field& policy) {
  static constexpr std::string_view kPolicies[] = {"Honor", "Ignore"};
  if (policy.present()) require_choice(policy, kPolicies);
}

void check_min_domains(const Field& domains, const Field& unsatisfiable) {
  if (domains.absent()) return;
  check_range(domains, 1, kMostInt32);
  if (known_text(unsatisfiable).value_or("DoNotSchedule") == "DoNotSchedule") return;
  domains.report_with(kForbiddenField, domains.name() + " needs whenUnsatisfiable: DoNotSchedule",
                      unsatisfiable, "here it is not");
}

void check_spread_constraint(const Field& constraint) {
  static constexpr std::string_view kActions[] = {"DoNotSchedule", "ScheduleAnyway"};
  const Field skew = constraint["maxSkew"];
  const Field key = constraint["topologyKey"];
  const Field unsatisfiable = constraint["whenUnsatisfiable"];
  if (skew.absent()) {
    skew.report(kMissingField, skew.name() + " is required, 1 or more");
  } else {
    check_range(skew, 1, kMostInt32);
  }
  // Any text will do for a key, even one that no label can have.
  if (require_text(key)) warn_deprecated_node_label(key, key.text_or_empty());
  require_choice(unsatisfiable, kActions);
  check_min_domains(constraint["minDomains"], unsatisfiable);
  check_node_policy(constraint["nodeAffinityPolicy"]);
  check_node_policy(constraint["nodeTaintsPolicy"]);
  check_spread_label_keys(constraint);
  check_label_selector(constraint["labelSelector"]);
  warn_without_selector(constraint["labelSelector"]);
}

// One constraint a topology and action; the server names the first of two.
void check_spread_duplicates(const Field& constraints) {
  if (constraints.size() < 2) return;
  SeenNames schedule, anyway;
  for (std::size_t i = constraints.size(); i-- > 0;) {
    const Field constraint = constraints.item(i);
    const std::optional<std::string_view> key = known_text(constraint["topologyKey"]);
    const std::optional<std::string_view> action = known_text(constraint["whenUnsatisfiable"]);
    if (!key || !action || (*action != "DoNotSchedule" && *action != "ScheduleAnyway")) continue;
    SeenNames& seen = *action == "DoNotSchedule" ? schedule : anyway;
    if (const Field* other = seen.add(*key, constraint)) {
      constraint.report_with(kDuplicate,
                             "two constraints are for topologyKey " + quoted(*key) +
                                 " and whenUnsatisfiable " + quoted(*action),
                             *other, "the other one");
    }
  }
}

}  // namespace

void warn_without_selector(const Field& selector) {
  if (selector.present()) return;
  selector.report(kSelectsNothing, selector.name() + " is missing, which selects no pod");
}

void check_tolerations(const Field& tolerations) {
  for (const Field& toleration : tolerations.items()) {
    if (is_object(toleration)) check_toleration(toleration);
  }
}

void check_topology_spread(const Field& constraints) {
  if (!constraints.is_list()) return;
  for (const Field& constraint : constraints.items()) {
    if (is_object(constraint)) check_spread_constraint(constraint);
  }
  check_spread_duplicates(constraints);
}

void check_scheduling_gates(const Field& gates) {
  SeenNames seen;
  for (const Field& gate : gates.items()) {
    const Field name = gate["name"];
    if (!is_object(gate) || name.unknown() || (name.present() && !name.is_text())) continue;
    const std::string_view text = name.text_or_empty();
    if (text.empty()) {
      gate.report(kMissingField, name.name() + " is required");
      continue;
    }
    if (const Check trouble = check_qualified_name(text)) {
      gate.report(kBadLabel, trouble->message, trouble->suggestion);
    }
    if (const Field* first = seen.add(text, gate)) {
      gate.report_with(kDuplicate, name.name() + " is " + quoted(text) + " again", *first,
                       "first here");
    }
  }
}

}  // namespace launch::kubernetes
