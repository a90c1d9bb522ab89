// Namespaces that a pod shares with its node (k8s.io/kubernetes v1.36.3,
// pkg/apis/core/validation/validation.go, validateHostUsers, validatePodHostName and
// validatePodSpecSecurityContext).
#include "compiler/target/kubernetes/check/pod.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

// A finding at `field`, which cannot be as it is because of `reason`.
void report_conflict(const Field& field, const Field& reason, std::string message) {
  field.report_key_with(kHostNamespace, std::move(message),
                        {{reason.key_span(), "because of this"}});
}

// A user namespace needs the other namespaces to be the pod's own. Servers up to 1.33 let block
// devices pass, whose owners cannot be mapped.
void check_user_namespace(const Field& spec) {
  const Field host_users = spec["hostUsers"];
  if (!is_false(host_users)) return;
  for (const std::string_view shared : {"hostNetwork", "hostPID", "hostIPC"}) {
    const Field field = spec[shared];
    if (!field.is_true()) continue;
    report_conflict(field, host_users,
                    field.name() + " is true, which does not go with hostUsers: false");
  }
  if (spec.judgement().minor < 34) return;
  for_each_container(spec, [&](const Field& container) {
    const Field devices = container["volumeDevices"];
    if (devices.empty()) return;
    report_conflict(devices, host_users, devices.name() + " do not go with hostUsers: false");
  });
}

void check_hostname_override(const Field& spec) {
  const Field name = spec["hostnameOverride"];
  if (name.absent()) return;
  for (const std::string_view other : {"setHostnameAsFQDN", "hostNetwork"}) {
    const Field field = spec[other];
    if (!field.is_true()) continue;
    report_conflict(name, field,
                    name.name() + " does not go with " + std::string(other) + ": true");
  }
  if (!name.is_text() || name.unknown()) return;
  const std::string_view text = name.text_or_empty();
  constexpr std::size_t kMost = 64;
  if (text.size() > kMost) {
    name.report(kBadName, name.name() + " has " + std::to_string(text.size()) +
                              " bytes, expected at most " + std::to_string(kMost));
  } else {
    name.report(kBadName, check_dns_subdomain(text));
  }
}

}  // namespace

void check_host_namespaces(const Field& spec) {
  const Field shared = spec["shareProcessNamespace"];
  if (shared.is_true() && spec["hostPID"].is_true()) {
    report_conflict(shared, spec["hostPID"],
                    "shareProcessNamespace and hostPID are both true, and only one can be");
  }
  check_user_namespace(spec);
  check_hostname_override(spec);
}

}  // namespace launch::kubernetes
