// env[].valueFrom, and the references that volumes share with it.
#include <algorithm>
#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/container.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/quantity.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::array<std::string_view, 5> kSources{"fieldRef", "resourceFieldRef",
                                                   "configMapKeyRef", "secretKeyRef", "fileKeyRef"};

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateConfigMapKeySelector,
// validateSecretKeySelector
void check_key_ref(const Field& ref) {
  if (!ref.is_map()) return;
  const Field name = ref["name"];
  if (require_text(name)) name.report(kBadName, check_dns_subdomain(name.text_or_empty()));
  const Field key = ref["key"];
  if (require_text(key)) key.report(kBadFormat, check_config_key(key.text_or_empty()));
}

// Which volume has the file: one that starts empty.
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateFileKeyRefVolumes
void check_file_volume(const Field& name, PodView& pod) {
  const std::string_view text = name.text_or_empty();
  const Field* volume = pod.volumes().find(text);
  if (volume == nullptr) {
    name.report(kUnknownReference, "no volume is called " + quoted(text),
                suggest(did_you_mean(text, pod.volumes().names())));
    return;
  }
  // A volume without a source becomes an emptyDir (SetDefaults_Volume).
  for (const Field field : volume->members()) {
    if (field.key() == "name" || field.key() == "emptyDir" || field.absent()) continue;
    if ((*volume)["emptyDir"].present()) return;
    name.report_with(kForbiddenField,
                     "the volume " + quoted(text) +
                         " is no emptyDir, and fileKeyRef reads from "
                         "no other",
                     *volume, "the volume");
    return;
  }
}

bool goes_back(std::string_view path) {
  while (true) {
    const std::size_t slash = path.find('/');
    if (path.substr(0, slash) == "..") return true;
    if (slash == std::string_view::npos) return false;
    path.remove_prefix(slash + 1);
  }
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateFileKeySelector
void check_file_key_ref(const Field& ref, PodView& pod) {
  if (!ref.is_map()) return;
  const Field key = ref["key"];
  if (require_text(key))
    key.report(kBadName, check_env_name(key.text_or_empty(), key.judgement().minor));
  const Field name = ref["volumeName"];
  if (require_text(name) && !name.report(kBadName, check_dns_label(name.text_or_empty()))) {
    check_file_volume(name, pod);
  }
  const Field path = ref["path"];
  if (require_text(path) && goes_back(path.text_or_empty())) {
    path.report(kBadFormat, path.name() + " is " + quoted(path.text_or_empty()) +
                                ", expected a path without ..");
  }
}

std::string known_sources(int minor) {
  return one_of(std::span(kSources).first(minor >= kFileKeySince ? 5 : 4));
}

}  // namespace

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateEnvVarValueFrom
void check_variable_source(const Field& variable, PodView& pod) {
  const Field source = variable["valueFrom"];
  if (!source.is_map()) return;
  check_field_ref(source["fieldRef"], FieldRefUse::Environment);
  check_resource_field_ref(source["resourceFieldRef"], FieldRefUse::Environment);
  check_key_ref(source["configMapKeyRef"]);
  check_key_ref(source["secretKeyRef"]);
  check_file_key_ref(source["fileKeyRef"], pod);
  const auto count = std::count_if(kSources.begin(), kSources.end(),
                                   [&](std::string_view key) { return source[key].present(); });
  const Field value = variable["value"];
  if (count == 0) {
    source.report_key(kOneOf,
                      source.name() + " has no source, expected " + known_sources(pod.minor()));
  } else if (!value.empty()) {
    source.report_key(kOneOf,
                      variable.name() + " has a value and a valueFrom, expected one of them");
  } else if (count > 1) {
    source.report_key(kOneOf, source.name() + " has " + std::to_string(count) +
                                  " sources, expected one of " + known_sources(pod.minor()));
  }
}

}  // namespace launch::kubernetes
