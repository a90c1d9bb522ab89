// What the API server finds wrong with a pod as a whole: where it may run and as whom.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::kubernetes {

inline constexpr Rule kRestartPolicy{
    "kubernetes/restart-policy", Severity::Error, "a restart policy that no Job may have",
    "Pods are restarted for ever unless restartPolicy says otherwise, so a Job has to say "
    "\"OnFailure\" (the container starts again in the same pod) or \"Never\" (a new pod, until "
    "backoffLimit; what podFailurePolicy needs). There is no default for Jobs "
    "(https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-template)."};
inline constexpr Rule kHostNamespace{
    "kubernetes/host-namespace", Severity::Error,
    "a setting that does not go with the namespaces the pod shares with its node",
    "hostNetwork, hostPID and hostIPC give up isolation that other fields count on: user "
    "namespaces (hostUsers: false), shareProcessNamespace, hostnameOverride, and sysctls of the "
    "shared namespace. Choose one of the two (k8s.io/kubernetes, "
    "pkg/apis/core/validation/validation.go, validateHostUsers and ValidateHostSysctl)."};
inline constexpr Rule kWrongOs{
    "kubernetes/wrong-os", Severity::Error, "a field that the pod's operating system does not have",
    "os.name decides which fields of the pod and its security contexts may be set: Windows has no "
    "users by number, capabilities, seccomp, AppArmor, SELinux or host namespaces, and Linux has "
    "no windowsOptions (https://kubernetes.io/docs/concepts/workloads/pods/#pod-os)."};
inline constexpr Rule kPrivileged{
    "kubernetes/privileged", Severity::Warning,
    "a container that a cluster may refuse for its privileges",
    "An API server takes privileged and hostProcess containers only when it runs with "
    "--allow-privileged, and Pod Security admission refuses them in most namespaces. Most jobs "
    "need one capability or device instead: capabilities.add, or a device plugin's resource "
    "(https://kubernetes.io/docs/concepts/security/pod-security-standards/)."};
inline constexpr Rule kPrivilegeConflict{
    "kubernetes/privilege-conflict", Severity::Error,
    "privileges that are given and ruled out at once",
    "A privileged container, and one with CAP_SYS_ADMIN, can always gain privileges, so "
    "allowPrivilegeEscalation: false contradicts it. Remove one of the two "
    "(https://kubernetes.io/docs/tasks/configure-pod-container/security-context/)."};
inline constexpr Rule kSecurityProfile{
    "kubernetes/security-profile", Severity::Error,
    "a seccomp or AppArmor profile that is incomplete or contradicts itself",
    "A profile has a type, and localhostProfile exactly when the type is Localhost; the old "
    "annotations have to say the same as the fields that replaced them "
    "(https://kubernetes.io/docs/tutorials/security/seccomp/, "
    "https://kubernetes.io/docs/tutorials/security/apparmor/)."};
inline constexpr Rule kOperatorValues{
    "kubernetes/operator-values", Severity::Error, "values that do not go with their operator",
    "In and NotIn take one value or more, Exists and DoesNotExist none, Gt and Lt of node affinity "
    "exactly one; matchFields knows In and NotIn of one node name; a toleration with Exists has no "
    "value (https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/, "
    "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/)."};
inline constexpr Rule kBadToleration{
    "kubernetes/bad-toleration", Severity::Error, "a toleration whose fields do not go together",
    "Without a key a toleration means every taint, which only the operator Exists can say; "
    "tolerationSeconds counts until an eviction, which only the effect NoExecute causes "
    "(https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/)."};
inline constexpr Rule kSelectsNothing{
    "kubernetes/selects-nothing", Severity::Warning,
    "a term without a selector, which has no effect",
    "Affinity and spread terms count the pods that labelSelector selects, and without one that is "
    "none: the API server takes the term and warns. Give the labels of the template "
    "(https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/)."};
inline constexpr Rule kDeprecated{
    "kubernetes/deprecated", Severity::Warning, "a name or field that Kubernetes has replaced",
    "The API server takes it and warns: clusters no longer set the old node labels, act on the old "
    "annotations no more and have no drivers of the old volumes, so that the pod stays pending or "
    "runs unprotected "
    "(k8s.io/kubernetes, pkg/api/pod/warnings.go and pkg/api/node/util.go)."};
inline constexpr Rule kDoubtfulValue{
    "kubernetes/doubtful-value", Severity::Warning,
    "a value that the API server takes and warns about",
    "It is not refused, for the sake of old objects, and does not do what it says: items that "
    "stand twice in a list, negative seconds, addresses in an unusual form, files of a volume that "
    "are in each other's way "
    "(k8s.io/kubernetes, pkg/api/pod/warnings.go)."};

inline constexpr std::array kPodRules{&kRestartPolicy,  &kHostNamespace,     &kWrongOs,
                                      &kPrivileged,     &kPrivilegeConflict, &kSecurityProfile,
                                      &kOperatorValues, &kBadToleration,     &kSelectsNothing,
                                      &kDeprecated,     &kDoubtfulValue};

}  // namespace launch::kubernetes
