// What can be wrong with a job on its way to Kubernetes, beside what the API server says.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::kubernetes {

inline constexpr Rule kSecretInManifest{
    "kubernetes/secret-in-manifest", Severity::Error,
    "a value from the environment in a plain field of a manifest",
    "Whoever may read jobs in the cluster reads their manifests, and etcd keeps them. What comes "
    "from the environment goes into a Secret beside the job when it is the value of an environment "
    "variable; anywhere else it would stand in plain text. Put the macro into env."};
inline constexpr Rule kNoService{
    "kubernetes/service-without-config", Severity::Warning,
    "an additional service without a manifest",
    "Each entry of additional_services holds the manifest of one object under config; W&B Launch "
    "passes over entries without one (kubernetes_runner.py). Add the manifest or remove the "
    "entry."};

inline constexpr Rule kPriorityUnmapped{
    "kubernetes/priority-unmapped", Severity::Error, "a priority that the queue has no class for",
    "priority_classes of a queue names the cluster's class for each priority, and the job asks for "
    "one that is not among them. Choose another, or have the queue's owners add it. Source: "
    "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/, "
    "https://kueue.sigs.k8s.io/docs/concepts/workload_priority_class/."};

inline constexpr std::array kEmitRules{&kSecretInManifest, &kNoService, &kPriorityUnmapped};

}  // namespace launch::kubernetes
