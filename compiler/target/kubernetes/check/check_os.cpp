// What the pod's operating system rules out (k8s.io/kubernetes v1.36.3,
// pkg/apis/core/validation/validation.go, validateOS, validateLinux and validateWindows).
#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::string_view kNotOnWindowsPods[] = {
    "appArmorProfile", "seLinuxOptions",     "seccompProfile",           "fsGroup",
    "runAsUser",       "runAsGroup",         "fsGroupChangePolicy",      "seLinuxChangePolicy",
    "sysctls",         "supplementalGroups", "supplementalGroupsPolicy",
};
constexpr std::string_view kNotOnWindowsContainers[] = {
    "appArmorProfile", "seLinuxOptions", "seccompProfile",           "capabilities",
    "privileged",      "procMount",      "allowPrivilegeEscalation", "readOnlyRootFilesystem",
    "runAsUser",       "runAsGroup",
};
// Of the spec itself: what only counts when it is true, and what may not even be false.
constexpr std::string_view kNotTrueOnWindows[] = {"hostPID", "hostIPC"};
constexpr std::string_view kNotSetOnWindows[] = {"hostUsers", "shareProcessNamespace"};

void forbid(const Field& field, const Field& os) {
  field.report_key_with(
      kWrongOs, field.name() + " may not be set for a " + std::string(os.text_or_empty()) + " pod",
      {{os.span(), "the pod's operating system"}});
}

void forbid_present(const Field& owner, std::span<const std::string_view> keys, const Field& os) {
  for (const std::string_view key : keys) {
    const Field field = owner[key];
    // An empty list of sysctls is none.
    if (field.absent() || (key == "sysctls" && field.empty())) continue;
    forbid(field, os);
  }
}

void check_windows_pod(const Field& spec, const Field& os) {
  forbid_present(spec["securityContext"], kNotOnWindowsPods, os);
  for (const std::string_view key : kNotTrueOnWindows) {
    if (spec[key].is_true()) forbid(spec[key], os);
  }
  forbid_present(spec, kNotSetOnWindows, os);
  for_each_container(spec, [&](const Field& container) {
    forbid_present(container["securityContext"], kNotOnWindowsContainers, os);
  });
}

void check_linux_pod(const Field& spec, const Field& os) {
  constexpr std::string_view kOptions[] = {"windowsOptions"};
  forbid_present(spec["securityContext"], kOptions, os);
  for_each_container(spec, [&](const Field& container) {
    forbid_present(container["securityContext"], kOptions, os);
  });
}

}  // namespace

void check_os(const Field& spec) {
  static constexpr std::string_view kSystems[] = {"linux", "windows"};
  const Field os = spec["os"];
  const Field name = os["name"];
  if (!os.is_map() || !require_text(name)) return;
  const std::string_view system = name.text_or_empty();
  if (system == "linux") {
    check_linux_pod(spec, name);
  } else if (system == "windows") {
    check_windows_pod(spec, name);
  } else {
    os.report(kUnsupportedValue,
              name.name() + " is " + quoted(system) + ", expected " + one_of(kSystems),
              suggest(did_you_mean(system, kSystems)));
  }
}

}  // namespace launch::kubernetes
