// resources.claims: the devices of the pod's resourceClaims that a container uses.
#include <set>

#include "compiler/target/kubernetes/check/amount.h"
#include "compiler/target/kubernetes/check/container.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

// What was used of which claim so far; "" is all of it.
class UsedClaims {
 public:
  // False when it overlaps what was used before.
  bool add(std::string_view name, std::string_view request) {
    if (used_.count({name, {}}) > 0) return false;
    const auto after = used_.lower_bound({name, request});
    const bool taken = after != used_.end() && after->first == name &&
                       (request.empty() || after->second == request);
    used_.insert({name, request});
    return !taken;
  }

 private:
  std::set<std::pair<std::string_view, std::string_view>> used_;
};

void check_known(const Field& claim, std::string_view name, PodView& pod) {
  if (pod.claims().find(name) != nullptr) return;
  const bool none = pod.claims().empty();
  claim.report(
      kUnknownReference,
      "no item of resourceClaims is called " + quoted(name) + (none ? ", the pod has none" : ""),
      suggest(did_you_mean(name, pod.claims().names())));
}

}  // namespace

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateResourceClaimNames
void check_claims(const Field& claims, PodView& pod) {
  UsedClaims used;
  for (const Field claim : claims.items()) {
    const Field name = claim["name"];
    if (!is_object(claim) || name.unknown() || (name.present() && !name.is_text())) continue;
    const std::string_view text = name.text_or_empty();
    if (text.empty()) {
      claim.report(kMissingField, claim.name() + ".name is required");
      continue;
    }
    const Field request = claim["request"];
    const std::string_view part = request.text_or_empty();
    if (!part.empty()) request.report(kBadName, check_dns_label(part));
    if (!used.add(text, part)) {
      claim.report(kDuplicate, "the claim " + quoted(text) + " is used already" +
                                   (part.empty() ? "" : ", or its request " + quoted(part)));
    }
    check_known(claim, text, pod);
  }
}

void check_resources(const Field& container, PodView& pod) {
  const Field resources = container["resources"];
  if (!resources.is_map()) return;
  check_amounts(resources, {check_container_resource});
  check_claims(resources["claims"], pod);
}

}  // namespace launch::kubernetes
