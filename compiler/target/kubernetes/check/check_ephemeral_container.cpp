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
constexpr std::array<std::string_view, 8> kRefused{
    "ports",     "livenessProbe", "readinessProbe", "startupProbe",
    "lifecycle", "resizePolicy",  "restartPolicy",  "restartPolicyRules"};

void refuse(const Field& field) {
  field.report_key(kForbiddenField, field.name() + " cannot be set in an ephemeral container");
}

bool is_set(const Field& resources) {
  return resources["requests"].present() || resources["limits"].present() ||
         resources["claims"].present();
}

void refuse_fields(const Field& container) {
  for (const std::string_view field : kRefused) {
    if (container[field].present()) refuse(container[field]);
  }
  if (is_set(container["resources"])) refuse(container["resources"]);
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
    refuse_fields(container);
  }
  for (const Field container : list.items()) {
    if (!is_object(container)) continue;
    check_any_container(container, pod, names);
    check_image(container["image"], kBadFormat);
  }
}

}  // namespace launch::kubernetes
