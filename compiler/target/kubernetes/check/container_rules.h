// What is said of containers and their parts.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::kubernetes {

inline constexpr Rule kGpuWithoutLimit{
    "kubernetes/gpu-without-limit", Severity::Error, "GPUs or other devices without a limit",
    "A device (nvidia.com/gpu, amd.com/gpu, google.com/tpu, rdma/…: every resource with a / in its "
    "name) belongs to one container at a time, and the API server refuses a request for it without "
    "an equal limit. Write it under limits; the request may be left out then. In a job's own words "
    "this is a warning: a queue or base may add the limit "
    "(https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/; k8s.io/kubernetes, "
    "pkg/apis/core/validation, validateResourceRequirements)."};
inline constexpr Rule kGpuRequest{
    "kubernetes/gpu-request", Severity::Error,
    "GPUs or other devices that are not asked for in whole, equal numbers",
    "A device belongs to one container at a time: requests and limits of it are whole numbers, and "
    "the same. A part of a GPU has a name of its own (MIG: nvidia.com/mig-1g.5gb) "
    "(https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/; k8s.io/kubernetes, "
    "pkg/apis/core/validation, validateResourceRequirements)."};
inline constexpr Rule kUnknownResource{
    "kubernetes/unknown-resource", Severity::Error, "a resource that containers cannot have",
    "Containers have cpu, memory, ephemeral-storage, hugepages-SIZE, and devices under the full "
    "name of their vendor, such as nvidia.com/gpu; a pod as a whole has cpu, memory and "
    "hugepages-SIZE. Case matters (k8s.io/kubernetes, pkg/apis/core/validation, "
    "validateContainerResourceName and validatePodResourceName)."};
inline constexpr Rule kRequestAboveLimit{
    "kubernetes/request-above-limit", Severity::Error, "more requested than the limit allows",
    "The request is what the scheduler sets aside, the limit what the container may use: the limit "
    "cannot be the smaller one (k8s.io/kubernetes, pkg/apis/core/validation, "
    "validateResourceRequirements)."};
inline constexpr Rule kHugePages{
    "kubernetes/huge-pages", Severity::Error, "huge pages that no node could give",
    "Huge pages are named after their size (hugepages-2Mi, hugepages-1Gi), come in whole pages, "
    "need a limit equal to the request, and stand beside cpu or memory "
    "(https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/)."};
inline constexpr Rule kPodResources{
    "kubernetes/pod-resources", Severity::Error,
    "resources of a pod as a whole that its containers do not fit in",
    "What all containers request together must fit in the pod's requests, and the limit of each in "
    "the pod's limit (https://kubernetes.io/docs/tasks/configure-pod-container/"
    "assign-pod-level-resources/; k8s.io/kubernetes, pkg/apis/core/validation, "
    "validatePodResourceConsistency)."};
inline constexpr Rule kFractionalBytes{
    "kubernetes/fractional-bytes", Severity::Warning, "a part of a byte",
    "The suffix m means thousandths, also where bytes are counted: 512m of memory is half a byte. "
    "Write Mi, or M for millions (https://kubernetes.io/docs/concepts/configuration/"
    "manage-resources-containers/#meaning-of-memory)."};
inline constexpr Rule kInitContainerProbe{
    "kubernetes/init-container-probe", Severity::Error,
    "a probe or hook of an init container that is to end",
    "An init container runs to its end before the others start, so that probes and hooks mean "
    "nothing there. One with restartPolicy: Always is a sidecar that stays, and may have them "
    "(https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/)."};
inline constexpr Rule kHiddenVariable{
    "kubernetes/hidden-variable", Severity::Warning,
    "an environment variable that is set twice in one container",
    "The last one counts, and tools that merge lists by name may drop either. To add to an earlier "
    "value, refer to it: value: $(NAME):more (k8s.io/kubernetes, pkg/api/pod/warnings.go)."};
inline constexpr Rule kPortOverlap{
    "kubernetes/port-overlap", Severity::Warning, "ports of one pod that get into each other's way",
    "The containers of a pod share one network: a port can be listened on once, and a name that "
    "several ports have leads to the first (k8s.io/kubernetes, pkg/api/pod/warnings.go)."};
inline constexpr Rule kBlankInImage{
    "kubernetes/blank-in-image", Severity::Warning, "blanks around an image's name",
    "The API server takes the job and then refuses each of its pods, so that the job waits "
    "forever (k8s.io/kubernetes, pkg/apis/core/validation, validateContainerOnlyForPod)."};

inline constexpr std::array kContainerRules{
    &kGpuWithoutLimit, &kGpuRequest,   &kUnknownResource, &kRequestAboveLimit,
    &kHugePages,       &kPodResources, &kFractionalBytes, &kInitContainerProbe,
    &kHiddenVariable,  &kPortOverlap,  &kBlankInImage};

}  // namespace launch::kubernetes
