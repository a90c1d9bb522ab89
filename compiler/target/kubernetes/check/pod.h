// What the checks of a pod's parts share.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/target/field.h"

namespace launch::kubernetes {

// What a text field says, "" when it is absent. Nothing when that cannot be told: a value that only
// the submit knows, or one of a wrong type, which has been reported.
inline std::optional<std::string_view> known_text(const Field& field) {
  if (field.absent()) return std::string_view();
  if (field.unknown()) return {};
  return field.text();
}

inline bool is_list_or_absent(const Field& field) { return field.absent() || field.is_list(); }

// Written as false, which differs from absent.
inline bool is_false(const Field& field) {
  return field.present() && field.node().kind() == Kind::Bool && !field.is_true();
}

// Calls `visit` for every container of a pod, of any kind.
template <class Visit>
void for_each_container(const Field& spec, Visit visit) {
  for (const std::string_view list : {"initContainers", "containers", "ephemeralContainers"}) {
    for (const Field& container : spec[list].items()) visit(container);
  }
}

// The parts of a pod's spec that have files of their own and are called by check_pod.cpp only.
void check_pod_annotations(const Field& annotations,
                           const Field& spec);               // check_pod_annotations.cpp
void check_tolerations_annotation(const Field& annotation);  // check_tolerations_annotation.cpp
void check_host_namespaces(const Field& spec);               // check_host_namespaces.cpp
void check_dns(const Field& spec);                           // check_dns.cpp
void check_host_aliases(const Field& aliases);               // check_dns.cpp
void check_scheduling_gates(const Field& gates);             // check_scheduling.cpp
void check_node_selector(const Field& selector);             // check_affinity.cpp
void check_resource_claims(const Field& claims);             // check_resource_claims.cpp
void check_os(const Field& spec);                            // check_os.cpp

// podAffinity or podAntiAffinity (check_pod_affinity.cpp), and the weight of any preferred term.
void check_pod_affinity(const Field& affinity);
void check_affinity_weight(const Field& weight);
// Says that a term counts no pods for want of a labelSelector (check_scheduling.cpp).
void warn_without_selector(const Field& selector);

// The parts of security contexts, of pods and containers alike.
void check_seccomp_profile(const Field& profile);    // check_security_profile.cpp
void check_apparmor_profile(const Field& profile);   // check_security_profile.cpp
Check check_descending_path(std::string_view path);  // check_security_profile.cpp
void check_windows_options(const Field& options);    // check_windows.cpp
void check_host_process(const Field& spec);          // check_windows.cpp

// matchLabelKeys and mismatchLabelKeys beside a labelSelector (check_label_keys.cpp).
void check_label_keys(const Field& term);
// matchLabelKeys of a topology spread constraint, which older servers judge differently.
void check_spread_label_keys(const Field& constraint);

// Says that a node label is an old name; nothing for any other key.
void warn_deprecated_node_label(const Field& field, std::string_view key);

}  // namespace launch::kubernetes
