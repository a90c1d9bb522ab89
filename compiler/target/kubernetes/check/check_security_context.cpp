// As whom the containers run (k8s.io/kubernetes v1.36.3,
// pkg/apis/core/validation/validation.go, validatePodSpecSecurityContext and
// ValidateSecurityContext).
#include <algorithm>
#include <limits>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

// Users and groups of Linux: IsValidUserID, IsValidGroupID.
void check_id(const Field& id) { check_range(id, 0, std::numeric_limits<std::int32_t>::max()); }

// A field without a default, where "" is a word like any other.
void check_word(const Field& field, std::span<const std::string_view> allowed) {
  if (field.present()) require_choice(field, allowed);
}

// Which namespace of the kernel a sysctl belongs to (k8s.io/component-helpers v0.36.3,
// node/util/sysctl/namespace.go): the field of the pod that shares it with the node, or "".
std::string_view sharing_field(std::string_view sysctl) {
  static constexpr std::string_view kIpc[] = {
      "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced",
      "kernel.shm", "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.msg"};
  if (sysctl.starts_with("net.")) return "hostNetwork";
  if (sysctl.starts_with("fs.mqueue.")) return "hostIPC";
  return std::find(std::begin(kIpc), std::end(kIpc), sysctl) == std::end(kIpc) ? "" : "hostIPC";
}

// net/ipv4/conf/eno2.100/x and net.ipv4.conf.eno2/100.x are the same.
std::string dotted(std::string_view sysctl) {
  std::string result(sysctl);
  const std::size_t first = sysctl.find_first_of("./");
  if (first == std::string_view::npos || sysctl[first] == '.') return result;
  for (char& c : result) c = c == '.' ? '/' : c == '/' ? '.' : c;
  return result;
}

void check_sysctl_of_pod(const Field& name, const Field& spec) {
  if (name.report(kBadFormat, check_sysctl(name.text_or_empty()))) return;
  const std::string_view sharing = sharing_field(dotted(name.text_or_empty()));
  if (sharing.empty() || !spec[sharing].is_true()) return;
  name.report_with(kHostNamespace,
                   quoted(name.text_or_empty()) +
                       " would be set on the node: " + std::string(sharing) + " is true",
                   spec[sharing], "because of this");
}

void check_sysctls(const Field& sysctls, const Field& spec) {
  SeenNames seen;
  for (const Field& sysctl : sysctls.items()) {
    const Field name = sysctl["name"];
    if (!is_object(sysctl) || !require_text(name)) continue;
    check_sysctl_of_pod(name, spec);
    if (const Field* first = seen.add(name.text_or_empty(), name)) {
      name.report_with(kDuplicate, name.name() + " is " + quoted(name.text_or_empty()) + " again",
                       *first, "first here");
    }
  }
}

// A fault of `context` as a whole, for which two of its fields are to blame.
void report_privilege_conflict(const Field& escalation, const Field& other, std::string what) {
  escalation.report_key_with(kPrivilegeConflict,
                             escalation.name() + " is false, and " + std::move(what),
                             {{other.span(), "given here"}});
}

// The server compares with this one spelling: SYS_ADMIN, which means the same, passes.
void check_escalation(const Field& context) {
  const Field escalation = context["allowPrivilegeEscalation"];
  if (!is_false(escalation)) return;
  const Field privileged = context["privileged"];
  if (privileged.is_true()) {
    report_privilege_conflict(escalation, privileged, "a privileged container can always escalate");
  }
  for (const Field& capability : context["capabilities"]["add"].items()) {
    if (known_text(capability) != "CAP_SYS_ADMIN") continue;
    report_privilege_conflict(escalation, capability, "CAP_SYS_ADMIN can always escalate");
  }
}

void check_proc_mount(const Field& mount, const Field& host_users) {
  static constexpr std::string_view kMounts[] = {"Default", "Unmasked"};
  // Before 1.33 the server has put "Default" there (gates.cpp).
  if (mount.absent() || mount.judgement().minor < 33) return;
  if (!require_choice(mount, kMounts) || mount.text_or_empty() != "Unmasked") return;
  if (is_false(host_users)) return;
  mount.report(kForbiddenField, mount.name() + " is \"Unmasked\", which needs hostUsers: false");
}

void warn_privileged(const Field& privileged) {
  if (!privileged.is_true()) return;
  privileged.report(
      kPrivileged,
      privileged.name() + " is true, which API servers without --allow-privileged refuse");
}

}  // namespace

void check_pod_security_context(const Field& spec) {
  static constexpr std::string_view kGroupChanges[] = {"Always", "OnRootMismatch"};
  static constexpr std::string_view kGroupPolicies[] = {"Merge", "Strict"};
  // MountOption is of gate SELinuxMount, off by default in all versions.
  static constexpr std::string_view kLabelChanges[] = {"Recursive"};
  const Field context = spec["securityContext"];
  if (!context.is_map()) return;
  check_windows_options(context["windowsOptions"]);
  check_id(context["runAsUser"]);
  check_id(context["runAsGroup"]);
  for (const Field& group : context["supplementalGroups"].items()) check_id(group);
  check_word(context["supplementalGroupsPolicy"], kGroupPolicies);
  check_id(context["fsGroup"]);
  check_sysctls(context["sysctls"], spec);
  check_word(context["fsGroupChangePolicy"], kGroupChanges);
  check_seccomp_profile(context["seccompProfile"]);
  check_apparmor_profile(context["appArmorProfile"]);
  check_word(context["seLinuxChangePolicy"], kLabelChanges);
}

void check_container_security_context(const Field& container, const Field& spec) {
  const Field context = container["securityContext"];
  if (!context.is_map()) return;
  warn_privileged(context["privileged"]);
  check_windows_options(context["windowsOptions"]);
  check_id(context["runAsUser"]);
  check_id(context["runAsGroup"]);
  check_escalation(context);
  check_proc_mount(context["procMount"], spec["hostUsers"]);
  check_seccomp_profile(context["seccompProfile"]);
  check_apparmor_profile(context["appArmorProfile"]);
}

}  // namespace launch::kubernetes
