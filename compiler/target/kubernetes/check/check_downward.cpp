// What a container may learn of its own pod: fieldRef and resourceFieldRef, in variables and in
// files.
#include <algorithm>
#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/quantity.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go
// validEnvDownwardAPIFieldPathExpressions, validVolumeDownwardAPIFieldPathExpressions
constexpr std::array<std::string_view, 9> kVariablePaths{"metadata.name",
                                                         "metadata.namespace",
                                                         "metadata.uid",
                                                         "spec.nodeName",
                                                         "spec.serviceAccountName",
                                                         "status.hostIP",
                                                         "status.hostIPs",
                                                         "status.podIP",
                                                         "status.podIPs"};
constexpr std::array<std::string_view, 5> kFilePaths{"metadata.name", "metadata.namespace",
                                                     "metadata.labels", "metadata.annotations",
                                                     "metadata.uid"};
constexpr std::array<std::string_view, 6> kAmounts{
    "limits.cpu",   "limits.memory",   "limits.ephemeral-storage",
    "requests.cpu", "requests.memory", "requests.ephemeral-storage"};
constexpr std::array<std::string_view, 2> kCpuUnits{"1", "1m"};
constexpr std::array<std::string_view, 13> kByteUnits{"1",   "1k",  "1M",  "1G",  "1T",  "1P", "1E",
                                                      "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"};

bool contains(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// metadata.labels['KEY'] in two; no key without brackets.
// Source: k8s.io/kubernetes pkg/fieldpath/fieldpath.go SplitMaybeSubscriptedPath
struct FieldPath {
  std::string_view base;
  std::optional<std::string_view> key;
};

FieldPath split_path(std::string_view text) {
  const std::size_t bracket = text.find("['");
  if (!text.ends_with("']") || bracket == std::string_view::npos || bracket == 0 ||
      bracket + 4 > text.size()) {
    return {text, {}};
  }
  return {text.substr(0, bracket), text.substr(bracket + 2, text.size() - bracket - 4)};
}

// Keys of annotations are compared in lower case only.
void check_key(const Field& field, const FieldPath& path) {
  std::string key(*path.key);
  if (path.base == "metadata.annotations") {
    std::transform(key.begin(), key.end(), key.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  }
  Check trouble = check_qualified_name(key);
  if (!trouble) return;
  const std::size_t begin = path.base.size() + 2;
  trouble->begin = begin;
  trouble->end = begin + key.size();
  field.report(kBadLabel, trouble);
}

void check_path(const Field& field, FieldRefUse use) {
  const std::string_view text = field.text_or_empty();
  const FieldPath path = split_path(text);
  const bool is_map = path.base == "metadata.labels" || path.base == "metadata.annotations";
  if (path.key && is_map) return check_key(field, path);
  const std::span<const std::string_view> known =
      use == FieldRefUse::Environment ? std::span<const std::string_view>(kVariablePaths)
                                      : std::span<const std::string_view>(kFilePaths);
  // spec.host is what spec.nodeName was called (ConvertDownwardAPIFieldLabel, core/pods).
  const bool old_name = text == "spec.host" && use == FieldRefUse::Environment;
  if (contains(known, text) || old_name) return;
  std::string suggestion = suggest(did_you_mean(text, known));
  if (is_map && suggestion.empty())
    suggestion = "name one of them: " + std::string(text) + "['KEY']";
  field.report(kUnsupportedValue,
               field.name() + " is " + quoted(text) + ", expected " + one_of(known) +
                   ", or a key: metadata.labels['KEY'], metadata.annotations['KEY']",
               std::move(suggestion));
}

bool is_huge_pages(std::string_view resource) {
  return resource.starts_with("limits.hugepages-") || resource.starts_with("requests.hugepages-");
}

// The server compares texts, as it would write them: "1000m" is "1" to it, while it keeps "+1".
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go
// validateContainerResourceDivisor
void check_divisor(const Field& divisor, std::string_view resource) {
  if (divisor.absent() || divisor.unknown()) return;
  if (!contains(kAmounts, resource) && !is_huge_pages(resource)) return;
  Quantity amount;
  if (check_quantity(divisor.node().as_string(), &amount) || amount.sign() == 0) return;
  const bool cpu = resource.ends_with(".cpu");
  const std::span<const std::string_view> units =
      cpu ? std::span<const std::string_view>(kCpuUnits)
          : std::span<const std::string_view>(kByteUnits);
  if (contains(units, amount.text())) return;
  divisor.report(kUnsupportedValue, divisor.name() + " is " + quoted(amount.text()) +
                                        ", expected " + one_of(units, units.size()) + " for " +
                                        quoted(resource));
}

}  // namespace

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateObjectFieldSelector
void check_field_ref(const Field& ref, FieldRefUse use) {
  if (!ref.is_map()) return;
  const Field version = ref["apiVersion"];
  const Field path = ref["fieldPath"];
  if (!require_text(path) || version.unknown()) return;
  if (version.empty() || version.text_or_empty() == "v1") return check_path(path, use);
  if (!version.is_text()) return;
  path.report_with(
      kUnsupportedValue,
      "fields of a pod have the version \"v1\", not " + quoted(version.text_or_empty()), version,
      "asked for here", "leave apiVersion out");
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go
// validateContainerResourceFieldSelector
void check_resource_field_ref(const Field& ref, FieldRefUse use) {
  if (!ref.is_map()) return;
  const Field resource = ref["resource"];
  const std::string_view name = resource.text_or_empty();
  const bool judge_name = use == FieldRefUse::Environment || require_text(ref["containerName"]);
  if (judge_name && require_text(resource) && !contains(kAmounts, name) && !is_huge_pages(name)) {
    resource.report(kUnsupportedValue,
                    resource.name() + " is " + quoted(name) + ", expected " + one_of(kAmounts) +
                        ", or those of hugepages-SIZE",
                    suggest(did_you_mean(name, kAmounts)));
  }
  check_divisor(ref["divisor"], name);
}

}  // namespace launch::kubernetes
