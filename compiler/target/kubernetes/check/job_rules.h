// What the API server finds wrong with a Job or CronJob itself.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::kubernetes {

inline constexpr Rule kLongName{
    "kubernetes/long-name", Severity::Error,
    "a name that is too long for what Kubernetes makes of it",
    "A Job's name becomes the label job-name of its pods, which holds 63 bytes; an Indexed Job's "
    "pods have the host name NAME-INDEX, of 63 bytes as well; a CronJob puts 11 bytes behind its "
    "name for each Job, so that 52 are left (k8s.io/kubernetes, "
    "pkg/apis/batch/validation/validation.go)."};
inline constexpr Rule kIndexedJob{
    "kubernetes/indexed-job", Severity::Error,
    "a setting that does not go with the completion mode",
    "backoffLimitPerIndex, maxFailedIndexes and successPolicy count indexes, which only Jobs with "
    "completionMode: Indexed have; such a Job needs completions, a name without dots, and limits "
    "that the list of failed indexes can hold "
    "(https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode)."};
inline constexpr Rule kFailurePolicy{
    "kubernetes/failure-policy", Severity::Error,
    "a podFailurePolicy that contradicts itself or the rest of the Job",
    "Each rule looks at exit codes or at pod conditions, exit codes stand in ascending order and "
    "none is 0 for In, FailIndex needs backoffLimitPerIndex, and the pods of such a Job are never "
    "restarted in place: restartPolicy: Never, podReplacementPolicy: Failed "
    "(https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy)."};
inline constexpr Rule kSuccessPolicy{
    "kubernetes/success-policy", Severity::Error,
    "a successPolicy that the Job's indexes cannot meet",
    "A rule names indexes in ascending order, such as \"0,2-4\", below completions, and a count of "
    "at most as many "
    "(https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy)."};
inline constexpr Rule kGeneratedLabel{
    "kubernetes/generated-label", Severity::Error,
    "a label or selector that the server makes itself",
    "Each new Job gets a uid, and its selector and the labels job-name and controller-uid of its "
    "pods are made of that. Those of an object that was read from a cluster belong to another Job: "
    "remove them. Only with manualSelector: true are both yours "
    "(https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-"
    "selector)."};
inline constexpr Rule kSelectorMismatch{
    "kubernetes/selector-mismatch", Severity::Error,
    "a selector that does not select the pods of its own Job",
    "With manualSelector: true the Job counts the pods that its selector selects, so that the "
    "labels of its template have to match (https://kubernetes.io/docs/concepts/workloads/"
    "controllers/job/#specifying-your-own-pod-selector)."};
inline constexpr Rule kBadSchedule{
    "kubernetes/bad-schedule", Severity::Error, "a schedule that is none of cron's",
    "Five fields (minute, hour, day of month, month, day of week from 0, Sunday, to 6) or a word "
    "such as @daily; lists, ranges and steps are allowed. The time zone stands in timeZone "
    "(https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax)."};
inline constexpr Rule kUnknownTimeZone{
    "kubernetes/unknown-time-zone", Severity::Error, "a time zone that the IANA list does not have",
    "timeZone is a name such as Etc/UTC or Europe/Berlin, and case matters; Local and offsets such "
    "as UTC+2 are none (https://www.iana.org/time-zones)."};
inline constexpr Rule kResourceVersion{
    "kubernetes/resource-version", Severity::Warning,
    "a resourceVersion in an object that is to be created",
    "The API server refuses to create an object that says which stored version it is; a dry run "
    "does not notice. It comes from objects that were read from a cluster: remove it "
    "(k8s.io/apiserver, pkg/storage/errors.go)."};

inline constexpr std::array kJobRules{&kLongName,      &kIndexedJob,      &kFailurePolicy,
                                      &kSuccessPolicy, &kGeneratedLabel,  &kSelectorMismatch,
                                      &kBadSchedule,   &kUnknownTimeZone, &kResourceVersion};

}  // namespace launch::kubernetes
