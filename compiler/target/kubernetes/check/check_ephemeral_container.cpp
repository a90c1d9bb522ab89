#include <algorithm>
#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/container.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

// Fields that an ephemeral container shares with others in form only; set means not null, also
// when empty.
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go allowedEphemeralContainerFields
constexpr std::array<std::string_view, 4> kRefused{"ports", "livenessProbe", "readinessProbe",
                                                   "startupProbe"};

void refuse(const Field& field) {
  field.report_key(kForbiddenField, field.name() + " cannot be set in an ephemeral container");
}

bool has_resources(const Field& resources, int minor) {
  return resources["requests"].present() || resources["limits"].present() ||
         (minor >= kClaimsSince && resources["claims"].present());
}

// Below 1.34 the server knows no rules, and restartPolicy is refused as for any container; 1.34
// drops both.
void refuse_restarts(const Field& container, int minor) {
  if (minor >= kResizePolicySince && container["resizePolicy"].present()) {
    refuse(container["resizePolicy"]);
  }
  if (minor == kRestartRulesSince - 1) return;
  if (container["restartPolicy"].present()) refuse(container["restartPolicy"]);
  if (container["restartPolicyRules"].present()) refuse(container["restartPolicyRules"]);
}

void refuse_fields(const Field& container, int minor) {
  for (const std::string_view field : kRefused) {
    if (container[field].present()) refuse(container[field]);
  }
  if (has_resources(container["resources"], minor)) refuse(container["resources"]);
  if (has_lifecycle(container)) refuse(container["lifecycle"]);
  refuse_restarts(container, minor);
  for (const Field mount : container["volumeMounts"].items()) {
    for (const std::string_view field : {"subPath", "subPathExpr"}) {
      if (!mount[field].empty()) refuse(mount[field]);
    }
  }
}

}  // namespace

// Nothing in a template can be right with them; what else is wrong is said for those who move the
// container elsewhere.
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateEphemeralContainers,
// ValidatePodTemplateSpec
void check_ephemeral_containers(PodView& pod, SeenNames& names) {
  const Field list = pod.spec()["ephemeralContainers"];
  if (!list.is_list() || list.size() == 0) return;
  list.report_key(kForbiddenField,
                  "ephemeralContainers cannot be set in a template: kubectl debug adds them to a "
                  "running pod",
                  "move them to containers or initContainers");
  for (const Field container : list.items()) {
    if (!is_object(container)) continue;
    const Field target = container["targetContainerName"];
    const std::string_view text = target.text_or_empty();
    if (!text.empty() && !target.unknown() && names.find(text) == nullptr) {
      target.report(kUnknownReference, "no container is called " + quoted(text),
                    suggest(did_you_mean(text, names.names())));
    }
    refuse_fields(container, pod.minor());
  }
  for (const Field container : list.items()) {
    if (!is_object(container)) continue;
    check_any_container(container, pod, names);
    check_image(container["image"], kBadFormat);
  }
}

}  // namespace launch::kubernetes
