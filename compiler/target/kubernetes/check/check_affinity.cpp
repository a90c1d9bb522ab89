// Which nodes a pod may or should run on (k8s.io/kubernetes v1.36.3,
// pkg/apis/core/validation/validation.go, validateAffinity and validateNodeAffinity; warnings:
// pkg/api/node/util.go).
#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

struct OldLabel {
  std::string_view key;
  std::string_view now;  // what to do about it
};
constexpr std::array<OldLabel, 8> kOldLabels{{
    {"beta.kubernetes.io/arch", "use \"kubernetes.io/arch\""},
    {"beta.kubernetes.io/os", "use \"kubernetes.io/os\""},
    {"beta.kubernetes.io/instance-type", "use \"node.kubernetes.io/instance-type\""},
    {"failure-domain.beta.kubernetes.io/region", "use \"topology.kubernetes.io/region\""},
    {"failure-domain.beta.kubernetes.io/zone", "use \"topology.kubernetes.io/zone\""},
    {"node-role.kubernetes.io/master", "use \"node-role.kubernetes.io/control-plane\""},
    {"app.kubernetes.io/created-by", "remove it"},
    {"scheduler.alpha.kubernetes.io/preferAvoidPods", "use taints and tolerations"},
}};

// How many values an operator of node affinity takes.
void check_value_count(const Field& requirement, std::string_view word) {
  const Field values = requirement["values"];
  const std::size_t count = values.size();
  if (!is_list_or_absent(values)) return;
  const std::string what = "operator " + std::string(word);
  if ((word == "In" || word == "NotIn") && count == 0) {
    values.report(kOperatorValues, what + " needs one value or more, and there is none");
  } else if ((word == "Exists" || word == "DoesNotExist") && count > 0) {
    values.report_key(kOperatorValues, what + " takes no values");
  } else if ((word == "Gt" || word == "Lt") && count != 1) {
    values.report(kOperatorValues,
                  what + " needs exactly one value, and there are " + std::to_string(count));
  }
}

// Servers up to 1.32 take values that no label can have, and all take them where a term is only
// preferred: such a term matches no node.
void check_label_values(const Field& values, bool required) {
  const bool refused = required && values.judgement().minor >= 33;
  for (const Field& value : values.items()) {
    if (!value.is_text()) continue;
    value.report(refused ? kBadLabel : kDoubtfulValue, check_label_value(value.text_or_empty()));
  }
}

void check_match_expression(const Field& requirement, bool required) {
  static constexpr std::string_view kOperators[] = {"In",           "NotIn", "Exists",
                                                    "DoesNotExist", "Gt",    "Lt"};
  const Field key = requirement["key"];
  if (require_text(key)) {
    key.report(kBadLabel, check_qualified_name(key.text_or_empty()));
    warn_deprecated_node_label(key, key.text_or_empty());
  }
  const Field word = requirement["operator"];
  if (require_choice(word, kOperators)) check_value_count(requirement, word.text_or_empty());
  check_label_values(requirement["values"], required);
}

// A node has one field to be chosen by: its name.
void check_match_field(const Field& requirement) {
  static constexpr std::string_view kOperators[] = {"In", "NotIn"};
  static constexpr std::string_view kKeys[] = {"metadata.name"};
  const Field values = requirement["values"];
  const Field word = requirement["operator"];
  const bool known_key = require_choice(requirement["key"], kKeys);
  if (require_choice(word, kOperators) && is_list_or_absent(values) && values.size() != 1) {
    values.report(kOperatorValues, "matchFields needs exactly one node name, and there are " +
                                       std::to_string(values.size()));
  }
  if (!known_key) return;
  for (const Field& value : values.items()) {
    if (value.is_text()) value.report(kBadName, check_dns_subdomain(value.text_or_empty()));
  }
}

void check_node_selector_term(const Field& term, bool required) {
  for (const Field& requirement : term["matchExpressions"].items()) {
    if (is_object(requirement)) check_match_expression(requirement, required);
  }
  for (const Field& requirement : term["matchFields"].items()) {
    if (is_object(requirement)) check_match_field(requirement);
  }
}

void check_node_affinity(const Field& affinity) {
  const Field required = affinity["requiredDuringSchedulingIgnoredDuringExecution"];
  if (required.is_map() && require_content(required["nodeSelectorTerms"])) {
    for (const Field& term : required["nodeSelectorTerms"].items()) {
      check_node_selector_term(term, true);
    }
  }
  const Field preferred = affinity["preferredDuringSchedulingIgnoredDuringExecution"];
  for (const Field& term : preferred.items()) {
    if (!is_object(term)) continue;
    check_affinity_weight(term["weight"]);
    check_node_selector_term(term["preference"], false);
  }
}

}  // namespace

void warn_deprecated_node_label(const Field& field, std::string_view key) {
  for (const OldLabel& old : kOldLabels) {
    if (key != old.key) continue;
    field.report_key(kDeprecated, quoted(key) + " is an old node label, " + std::string(old.now));
  }
}

void check_node_selector(const Field& selector) {
  check_labels(selector);
  for (const Field& label : selector.members()) warn_deprecated_node_label(label, label.key());
}

void check_affinity(const Field& affinity) {
  check_node_affinity(affinity["nodeAffinity"]);
  check_pod_affinity(affinity["podAffinity"]);
  check_pod_affinity(affinity["podAntiAffinity"]);
}

}  // namespace launch::kubernetes
