// Devices that a pod claims (k8s.io/kubernetes v1.36.3, pkg/apis/core/validation/validation.go,
// validatePodResourceClaims).
#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

void check_claim_source(const Field& claim) {
  const Field existing = claim["resourceClaimName"];
  const Field from_template = claim["resourceClaimTemplateName"];
  if (existing.present() && from_template.present()) {
    claim.report_with(kOneOf,
                      claim.name() + " has both resourceClaimName and resourceClaimTemplateName",
                      from_template, "the second", "remove one of the two");
  } else if (existing.absent() && from_template.absent()) {
    claim.report(
        kOneOf,
        claim.name() + " claims nothing, expected resourceClaimName or resourceClaimTemplateName");
  }
  for (const Field& name : {existing, from_template}) {
    if (name.is_text()) name.report(kBadName, check_dns_subdomain(name.text_or_empty()));
  }
}

}  // namespace

void check_resource_claims(const Field& claims) {
  SeenNames seen;
  for (const Field& claim : claims.items()) {
    if (!is_object(claim)) continue;
    const Field name = claim["name"];
    if (require_text(name)) {
      name.report(kBadName, check_dns_label(name.text_or_empty()));
      if (const Field* first = seen.add(name.text_or_empty(), name)) {
        name.report_with(kDuplicate, name.name() + " is " + quoted(name.text_or_empty()) + " again",
                         *first, "first here");
      }
    }
    check_claim_source(claim);
  }
}

}  // namespace launch::kubernetes
