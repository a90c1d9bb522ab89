// Annotations of a template that mean something to the API server (k8s.io/kubernetes v1.36.3,
// pkg/apis/core/validation/validation.go, ValidatePodSpecificAnnotations,
// validateSeccompAnnotationsAndFields and validateAppArmorAnnotationsAndFieldsMatchOnCreate;
// warnings: pkg/api/pod/warnings.go).
#include <charconv>

#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::string_view kMirror = "kubernetes.io/config.mirror";
constexpr std::string_view kTolerations = "scheduler.alpha.kubernetes.io/tolerations";
constexpr std::string_view kDeletionCost = "controller.kubernetes.io/pod-deletion-cost";
constexpr std::string_view kSeccompOfPod = "seccomp.security.alpha.kubernetes.io/pod";
constexpr std::string_view kSeccomp = "container.seccomp.security.alpha.kubernetes.io/";
constexpr std::string_view kAppArmor = "container.apparmor.security.beta.kubernetes.io/";
constexpr std::string_view kLocalhost = "localhost/";

// A profile in the form of the fields.
struct Profile {
  std::string_view type;
  std::string_view name;  // of Localhost
};

// What the old annotations say; nothing when that is no profile.
std::optional<Profile> parse_profile(std::string_view text) {
  if (text == "runtime/default") return Profile{"RuntimeDefault", {}};
  if (text == "unconfined") return Profile{"Unconfined", {}};
  if (text.starts_with(kLocalhost)) return Profile{"Localhost", text.substr(kLocalhost.size())};
  return {};
}

std::optional<Profile> parse_seccomp_profile(std::string_view text) {
  return parse_profile(text == "docker/default" ? "runtime/default" : text);
}

// The field that replaced the annotation has to say the same.
void check_same_profile(const Field& field, const Field& annotation, const Profile& profile) {
  const std::optional<std::string_view> type = known_text(field["type"]);
  const std::optional<std::string_view> name = known_text(field["localhostProfile"]);
  const bool known = type == "Localhost" || type == "RuntimeDefault" || type == "Unconfined";
  if (!known || !name) return;
  const Field& wrong = *type == profile.type ? field["localhostProfile"] : field["type"];
  if (*type == profile.type && (*type != "Localhost" || *name == profile.name)) return;
  wrong.report_with(kSecurityProfile, wrong.name() + " differs from the annotation", annotation,
                    "the annotation says otherwise, remove it");
}

void report_no_profile(const Field& annotation) {
  annotation.report(kSecurityProfile,
                    quoted(annotation.text_or_empty()) +
                        " is no profile, expected runtime/default, unconfined or localhost/NAME");
}

void warn_replaced(const Field& annotation, std::string_view since, std::string_view field) {
  annotation.report_key(kDeprecated, "this annotation is " + std::string(since) +
                                         ", use securityContext." + std::string(field));
}

// What the annotation says of `owner`, a container or the pod.
void check_seccomp_of(const Field& owner, const Field& annotation, const Profile& profile) {
  const Field field = owner["securityContext"]["seccompProfile"];
  if (field.absent()) {
    warn_replaced(annotation, "not read since 1.27", "seccompProfile");
  } else {
    check_same_profile(field, annotation, profile);
  }
}

void check_seccomp_annotation(const Field& annotation, const Field& spec) {
  const std::optional<std::string_view> text = known_text(annotation);
  if (!text) return;
  const std::optional<Profile> profile = parse_seccomp_profile(*text);
  if (!profile) return report_no_profile(annotation);
  if (annotation.report(kSecurityProfile, check_descending_path(profile->name))) return;
  if (annotation.key() == kSeccompOfPod) return check_seccomp_of(spec, annotation, *profile);
  for_each_container(spec, [&](const Field& container) {
    if (known_text(container["name"]) != annotation.key().substr(kSeccomp.size())) return;
    check_seccomp_of(container, annotation, *profile);
  });
}

void check_apparmor_of(const Field& container, const Field& annotation, const Field& spec) {
  const Field own = container["securityContext"]["appArmorProfile"];
  const Field field = own.present() ? own : spec["securityContext"]["appArmorProfile"];
  if (field.absent()) return warn_replaced(annotation, "deprecated since 1.30", "appArmorProfile");
  if (known_text(spec["os"]["name"]) == "windows") return;
  // "" is taken, and agrees with no field.
  const std::optional<Profile> profile = parse_profile(annotation.text_or_empty());
  check_same_profile(field, annotation, profile.value_or(Profile{}));
}

void check_apparmor_annotation(const Field& annotation, const Field& spec) {
  const std::optional<std::string_view> text = known_text(annotation);
  if (!text) return;
  if (!text->empty() && !parse_profile(*text)) return report_no_profile(annotation);
  const std::string_view name = annotation.key().substr(kAppArmor.size());
  bool found = false;
  for_each_container(spec, [&](const Field& container) {
    const std::optional<std::string_view> known = known_text(container["name"]);
    found = found || !known;
    if (known != name) return;
    found = true;
    check_apparmor_of(container, annotation, spec);
  });
  if (!found) {
    annotation.report_key(kUnknownReference, "the pod has no container " + quoted(name));
  }
}

// -2147483648 to 2147483647, as people write numbers: no plus, no leading zeros.
void check_deletion_cost(const Field& annotation) {
  const std::optional<std::string_view> text = known_text(annotation);
  if (!text) return;
  std::int32_t cost = 0;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, cost);
  const bool zeros = text->size() > 1 && text->front() == '0';
  if (error == std::errc() && stop == end && !zeros) return;
  annotation.report(kBadFormat,
                    quoted(*text) + " is no deletion cost, expected a number of 32 bits");
}

void check_annotation(const Field& annotation, const Field& spec) {
  const std::string_view key = annotation.key();
  if (key == kMirror && spec["nodeName"].empty()) {
    annotation.report_key(kForbiddenField,
                          "the kubelet's own pods have this annotation, and a nodeName");
  } else if (key == kTolerations) {
    check_tolerations_annotation(annotation);
  } else if (key == kDeletionCost) {
    check_deletion_cost(annotation);
  } else if (key == kSeccompOfPod || key.starts_with(kSeccomp)) {
    check_seccomp_annotation(annotation, spec);
  } else if (key.starts_with(kAppArmor)) {
    check_apparmor_annotation(annotation, spec);
  }
}

}  // namespace

void check_pod_annotations(const Field& annotations, const Field& spec) {
  for (const Field& annotation : annotations.members()) check_annotation(annotation, spec);
}

}  // namespace launch::kubernetes
