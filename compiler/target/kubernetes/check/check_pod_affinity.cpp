// Which pods a pod wants beside it, or elsewhere (k8s.io/kubernetes v1.36.3,
// pkg/apis/core/validation/validation.go, validatePodAffinity and validatePodAffinityTerm).
#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

void check_pod_affinity_term(const Field& term) {
  const Field selector = term["labelSelector"];
  check_label_selector(selector);
  warn_without_selector(selector);
  check_label_selector(term["namespaceSelector"]);
  for (const Field& name : term["namespaces"].items()) {
    if (name.is_text()) name.report(kBadName, check_dns_label(name.text_or_empty()));
  }
  check_label_keys(term);
  const Field key = term["topologyKey"];
  if (require_text(key)) key.report(kBadLabel, check_qualified_name(key.text_or_empty()));
}

}  // namespace

void check_affinity_weight(const Field& weight) {
  if (weight.absent()) {
    weight.report(kMissingField, weight.name() + " is required, 1 to 100");
  } else {
    check_range(weight, 1, 100);
  }
}

void check_pod_affinity(const Field& affinity) {
  for (const Field& term : affinity["requiredDuringSchedulingIgnoredDuringExecution"].items()) {
    if (is_object(term)) check_pod_affinity_term(term);
  }
  for (const Field& term : affinity["preferredDuringSchedulingIgnoredDuringExecution"].items()) {
    if (!is_object(term)) continue;
    check_affinity_weight(term["weight"]);
    const Field inner = term["podAffinityTerm"];
    if (is_object(inner)) check_pod_affinity_term(inner);
  }
}

}  // namespace launch::kubernetes
