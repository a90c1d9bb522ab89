// Claims for storage that are made together with the pod.
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go
// ValidatePersistentVolumeClaimTemplate, ValidatePersistentVolumeClaimSpec
#include <array>

#include "compiler/target/kubernetes/check/amount.h"
#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/check/volume_sources.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/quantity.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::array<std::string_view, 4> kAccessModes{"ReadOnlyMany", "ReadWriteMany",
                                                       "ReadWriteOnce", "ReadWriteOncePod"};
constexpr std::string_view kAlone = "ReadWriteOncePod";
constexpr std::array<std::string_view, 2> kVolumeModes{"Block", "Filesystem"};
// VolumeAttributesClass is on by default from here; before, the field is dropped
// (pkg/features/kube_features.go).
constexpr int kAttributesClassSince = 34;

// Go's zero value, as if it were not there. An empty list is none.
bool is_zero(const Field& field) {
  if (field.absent() || field.is_text()) return field.empty();
  return field.key() == "generation" && field.integer() == 0;
}

// Labels and annotations only: the pod decides the rest (ValidateTemplateObjectMeta,
// pkg/apis/core/validation/validation.go).
void check_template_metadata(const Field& metadata) {
  check_annotations(metadata["annotations"]);
  check_labels(metadata["labels"]);
  for (const Field& field : metadata.members()) {
    const bool allowed = field.key() == "labels" || field.key() == "annotations";
    if (allowed || is_zero(field)) continue;
    field.report_key(kForbiddenField, "a claim template has labels and annotations only, and no " +
                                          quoted(field.key()));
  }
}

void check_access_modes(const Field& modes) {
  if (!require_content(modes)) return;
  const Field* alone = nullptr;
  const Field* shared = nullptr;
  std::vector<Field> all;
  for (const Field& mode : modes.items()) all.push_back(mode);
  for (const Field& mode : all) {
    if (!require_choice(mode, kAccessModes)) continue;
    (mode.text_or_empty() == kAlone ? alone : shared) = &mode;
  }
  if (alone != nullptr && shared != nullptr) {
    alone->report_with(kForbiddenField, "ReadWriteOncePod stands alone", *shared,
                       "another access mode");
  }
}

void check_storage(const Field& resources) {
  const Field storage = resources["requests"]["storage"];
  if (storage.absent()) {
    resources.report_key(kMissingField, "a claim needs resources.requests.storage");
    return;
  }
  if (!storage.node().is_scalar()) return;
  const std::optional<Quantity> size = amount_of(storage);
  if (!size) return;
  if (size->sign() <= 0) {
    storage.report(kOutOfRange, "a claim asks for more than no storage");
  } else {
    warn_of_fraction(storage, *size);
  }
}

void check_class(const Field& name) {
  if (!name.empty() && name.is_text()) {
    name.report(kBadName, check_dns_subdomain(name.text_or_empty()));
  }
}

void check_data_source(const Field& source) {
  if (!source.is_map()) return;
  require_text(source["name"]);
  require_text(source["kind"]);
  const Field group = source["apiGroup"];
  const Field kind = source["kind"];
  if (group.empty() && !kind.empty() && kind.text_or_empty() != "PersistentVolumeClaim") {
    kind.report(kUnsupportedValue,
                "without an apiGroup only a PersistentVolumeClaim can be the "
                "source, and this is " +
                    quoted(kind.text_or_empty()));
  }
  if (!group.empty()) group.report(kBadName, check_dns_subdomain(group.text_or_empty()));
  const Field space = source["namespace"];
  if (!space.empty()) space.report(kBadName, check_dns_label(space.text_or_empty()));
}

// The server fills in each from the other where only one is there.
void check_data_sources(const Field& spec) {
  const Field source = spec["dataSource"];
  const Field reference = spec["dataSourceRef"];
  check_data_source(source);
  check_data_source(reference);
  if (!source.is_map() || !reference.is_map()) return;
  if (!reference["namespace"].empty()) {
    source.report_key(kForbiddenField,
                      "dataSource and a dataSourceRef with a namespace exclude "
                      "each other");
    return;
  }
  for (const char* key : {"apiGroup", "kind", "name"}) {
    const Field one = source[key];
    const Field other = reference[key];
    const bool same =
        one.present() == other.present() && one.text_or_empty() == other.text_or_empty();
    if (same) continue;
    source.report_key(kOneOf, "dataSource and dataSourceRef say different things");
    return;
  }
}

}  // namespace

void check_ephemeral_volume(const Field& ephemeral) {
  const Field claim = ephemeral["volumeClaimTemplate"];
  if (!claim.is_map()) return;
  check_template_metadata(claim["metadata"]);
  const Field spec = claim["spec"];
  if (!is_object(spec)) return;
  check_access_modes(spec["accessModes"]);
  check_label_selector(spec["selector"]);
  check_storage(spec["resources"]);
  check_class(spec["storageClassName"]);
  if (spec["volumeMode"].present()) require_choice(spec["volumeMode"], kVolumeModes);
  check_data_sources(spec);
  if (spec.judgement().minor >= kAttributesClassSince) {
    check_class(spec["volumeAttributesClassName"]);
  }
}

}  // namespace launch::kubernetes
