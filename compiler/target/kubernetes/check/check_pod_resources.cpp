// spec.resources: what a pod has as a whole, and its containers out of that.
#include <algorithm>
#include <unordered_map>

#include "compiler/target/kubernetes/check/amount.h"
#include "compiler/target/kubernetes/check/container.h"
#include "compiler/target/kubernetes/check/container_rules.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

// What all containers together have of one resource: regular ones and sidecars at the same time,
// or, before, one init container beside the sidecars that were started by then.
// Source: k8s.io/component-helpers resource/helpers.go AggregateContainerRequests
class Total {
 public:
  void add_regular(const Quantity& amount) { together_ = sum(together_, amount); }
  void add_sidecar(const Quantity& amount) {
    together_ = sum(together_, amount);
    sidecars_ = sum(sidecars_, amount);
  }
  void add_init(const Quantity& amount) {
    most_at_start_ = std::max(most_at_start_, sum(sidecars_, amount));
  }
  Quantity amount() const { return std::max(together_, most_at_start_); }

 private:
  Quantity together_;
  Quantity sidecars_;
  Quantity most_at_start_;
};

// What is not readable, or refused as negative, counts as nothing.
Quantity counted(const Field& amount) {
  const std::optional<Quantity> quantity = amount_of(amount);
  return quantity && quantity->sign() > 0 ? *quantity : Quantity();
}

using Totals = std::unordered_map<std::string_view, Total>;

// Of every resource in `which`: requests or limits.
Totals total(const Field& spec, std::string_view which) {
  Totals totals;
  for (const Field container : spec["containers"].items()) {
    for (const Field amount : container["resources"][which].members()) {
      totals[amount.key()].add_regular(counted(amount));
    }
  }
  for (const Field container : spec["initContainers"].items()) {
    const bool sidecar = container["restartPolicy"].text_or_empty() == "Always";
    for (const Field amount : container["resources"][which].members()) {
      const Quantity quantity = counted(amount);
      Total& sum = totals[amount.key()];
      sidecar ? sum.add_sidecar(quantity) : sum.add_init(quantity);
    }
  }
  return totals;
}

void check_total(const Field& amount, const Totals& totals, std::string_view what) {
  const auto found = totals.find(amount.key());
  const std::optional<Quantity> has = amount_of(amount);
  if (found == totals.end() || !has) return;
  const Quantity wanted = found->second.amount();
  if (wanted <= *has) return;
  amount.report(kPodResources, amount.name() + " is " + written(amount) + ", and the containers " +
                                   std::string(what) + " " + wanted.text() + " together");
}

void check_limits(const Field& container, const SeenNames& pod_limits) {
  for (const Field limit : container["resources"]["limits"].members()) {
    const Field* most = pod_limits.find(limit.key());
    if (most == nullptr) continue;
    const std::optional<Quantity> has = amount_of(limit);
    const std::optional<Quantity> can_have = amount_of(*most);
    if (!has || !can_have || *has <= *can_have) continue;
    limit.report_with(
        kPodResources,
        limit.name() + " is " + written(limit) + ", and the pod as a whole has " + written(*most),
        *most, "the limit of the pod");
  }
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validatePodResourceConsistency
void check_consistency(const Field& spec) {
  const Field requests = spec["resources"]["requests"];
  if (requests.size() > 0) {
    const Totals totals = total(spec, "requests");
    for (const Field request : requests.members()) {
      if (is_pod_level_resource(request.key())) check_total(request, totals, "request");
    }
  }
  const Field limits = spec["resources"]["limits"];
  if (limits.size() == 0) return;
  const Totals totals = total(spec, "limits");
  SeenNames pod_limits;
  for (const Field limit : limits.members()) {
    if (is_huge_page_resource(limit.key())) check_total(limit, totals, "are limited to");
    if (is_pod_level_resource(limit.key())) pod_limits.add(limit.key(), limit);
  }
  for (const Field container : spec["containers"].items()) check_limits(container, pod_limits);
}

}  // namespace

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validatePodResources
void check_pod_resources(PodView& pod) {
  const Field resources = pod.spec()["resources"];
  if (!resources.is_map()) return;
  if (pod.spec()["os"]["name"].text_or_empty() == "windows") {
    resources.report_key(kForbiddenField, resources.name() + " cannot be set for a windows pod");
    return;
  }
  const Field claims = resources["claims"];
  if (claims.is_list()) {
    claims.report_key(kForbiddenField, claims.name() + " cannot be set for a pod as a whole",
                      "move it to the resources of the containers that use the devices");
    check_claims(claims, pod);
  }
  check_amounts(resources, {check_pod_resource});
  check_consistency(pod.spec());
}

}  // namespace launch::kubernetes
