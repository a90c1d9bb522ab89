// What the API server finds wrong with any field, whatever the field is about. What belongs to one
// subject stands in that subject's own header in check/.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::kubernetes {

inline constexpr Rule kUnknownField{
    "kubernetes/unknown-field", Severity::Error, "a field that the Kubernetes API does not have",
    "The API server refuses fields it does not know, and tells case apart; kubectl asks for that "
    "by default (--validate=true). Field names are those of the API reference "
    "(https://kubernetes.io/docs/reference/kubernetes-api/), in the chosen --kubernetes-version."};
inline constexpr Rule kWrongType{
    "kubernetes/wrong-type", Severity::Error, "a value of a type that the field does not take",
    "The API server decodes a manifest into typed fields and refuses the whole object when one "
    "does "
    "not fit: numbers and booleans are no text, so quote the values of env, args, labels and "
    "annotations (k8s.io/apimachinery, pkg/runtime/serializer/json)."};
inline constexpr Rule kMissingField{
    "kubernetes/missing-field", Severity::Error, "a required field that is not there",
    "The API server fills in defaults first and then refuses an object that lacks a required field "
    "(\"Required value\": k8s.io/apimachinery, pkg/util/validation/field)."};
inline constexpr Rule kForbiddenField{
    "kubernetes/forbidden-field", Severity::Error, "a field that may not be set here",
    "The field exists, and other fields of the object, or the place it stands in, rule it out "
    "(\"Forbidden\": k8s.io/apimachinery, pkg/util/validation/field). Remove one of the two."};
inline constexpr Rule kUnsupportedValue{
    "kubernetes/unsupported-value", Severity::Error, "a value outside the closed set of the field",
    "The field takes one of a few words, and tells case apart (\"Unsupported value\": "
    "k8s.io/apimachinery, pkg/util/validation/field)."};
inline constexpr Rule kOutOfRange{
    "kubernetes/out-of-range", Severity::Error, "a number, list or text outside the allowed range",
    "The API server bounds counts, seconds, ports, ids and lengths "
    "(k8s.io/kubernetes, pkg/apis/core/validation and pkg/apis/batch/validation)."};
inline constexpr Rule kBadName{
    "kubernetes/bad-name", Severity::Error, "a name that Kubernetes does not take",
    "Most names are DNS labels or subdomains: lower-case letters, digits, - and, in subdomains, "
    "dots; at most 63 or 253 bytes (https://kubernetes.io/docs/concepts/overview/working-with-"
    "objects/names/)."};
inline constexpr Rule kBadLabel{
    "kubernetes/bad-label", Severity::Error, "a label, annotation or selector of a wrong form",
    "Keys are [prefix/]name with a DNS subdomain as prefix and at most 63 bytes of name; label "
    "values are at most 63 bytes of letters, digits, -, _ and dots, with a letter or digit at both "
    "ends (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/)."};
inline constexpr Rule kBadFormat{
    "kubernetes/bad-format", Severity::Error, "a text of a form that the field does not take",
    "Times, addresses, schedules, paths, keys and ports each have a grammar "
    "(k8s.io/kubernetes, pkg/apis/core/validation; k8s.io/apimachinery, pkg/util/validation)."};
inline constexpr Rule kBadQuantity{
    "kubernetes/bad-quantity", Severity::Error, "an amount that Kubernetes cannot read",
    "A quantity is a number with an optional suffix: n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or an "
    "exponent; case matters, and there is no B (https://kubernetes.io/docs/reference/kubernetes-"
    "api/common-definitions/quantity/)."};
inline constexpr Rule kDuplicate{
    "kubernetes/duplicate", Severity::Error, "two items of a list that may not be the same",
    "Containers, volumes, ports and other items are told apart by a name or path, which may stand "
    "only once (\"Duplicate value\": k8s.io/apimachinery, pkg/util/validation/field)."};
inline constexpr Rule kUnknownReference{
    "kubernetes/unknown-reference", Severity::Error, "a name that nothing in the object has",
    "A mount names a volume of the same pod, a rule a container of it, a claim a resource claim: "
    "the API server looks for the name in the object (\"Not found\")."};
inline constexpr Rule kOneOf{
    "kubernetes/one-of", Severity::Error,
    "none, or several, of fields of which exactly one is wanted",
    "A volume has one source, a probe one handler, an environment variable a value or a source: "
    "set exactly one of them (k8s.io/kubernetes, pkg/apis/core/validation)."};
inline constexpr Rule kDroppedField{
    "kubernetes/dropped-field", Severity::Warning,
    "a field that the server drops, because its feature is off there",
    "A new feature is behind a gate, and a server whose gate is off takes the object and forgets "
    "the field. Gates are on by default from some version on; before, and for features that are "
    "still experimental, whoever runs the cluster turns them on with --feature-gates. Choose the "
    "cluster's version with --kubernetes-version "
    "(https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/)."};
inline constexpr Rule kNotChecked{
    "kubernetes/not-checked", Severity::Warning, "an object whose kind is not known here",
    "launch knows Job and CronJob of batch/v1, and what --schema DIR adds. Of other objects only "
    "pod templates are judged; the cluster may still refuse the rest."};

inline constexpr std::array kRules{
    &kUnknownField, &kWrongType,        &kMissingField, &kForbiddenField, &kUnsupportedValue,
    &kOutOfRange,   &kBadName,          &kBadLabel,     &kBadFormat,      &kBadQuantity,
    &kDuplicate,    &kUnknownReference, &kOneOf,        &kDroppedField,   &kNotChecked};

}  // namespace launch::kubernetes
