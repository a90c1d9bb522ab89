// metadata of any object (k8s.io/apimachinery v0.36.3, pkg/api/validation/objectmeta.go,
// ValidateObjectMeta, and what k8s.io/kubernetes adds to it in pkg/apis/core/validation).
#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/job_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"
#include "compiler/target/text.h"

namespace launch::kubernetes {
namespace {

// TotalAnnotationSizeLimitB
constexpr std::size_t kMostAnnotationBytes = 256 * 1024;

void report_key(const Field& member, const Check& trouble) {
  if (trouble) member.report_key(kBadLabel, trouble->message, trouble->suggestion);
}

void check_name(const Field& metadata) {
  const Field name = metadata["name"];
  const Field beginning = metadata["generateName"];
  if (!beginning.empty() && beginning.is_text()) {
    // Beside a name, nothing is made of it.
    const std::string_view text = beginning.text_or_empty();
    beginning.report(kBadName, name.empty() ? check_generate_name(text) : check_name_prefix(text));
  }
  if (!name.empty()) {
    if (name.is_text()) name.report(kBadName, check_dns_subdomain(name.text_or_empty()));
  } else if (beginning.empty()) {
    name.report(kMissingField, "metadata.name is missing",
                "give a name, or the beginning of one as generateName");
  }
}

// The version of "group/version": "" where there is none, or more than one slash.
std::string_view version_of(std::string_view api_version) {
  const Cut parts = cut(api_version, '/');
  if (!parts.found) return parts.before;
  return parts.after.find('/') == std::string_view::npos ? parts.after : std::string_view();
}

void check_owner(const Field& owner) {
  const Field version = owner["apiVersion"];
  const bool typed = version.absent() || version.is_text();
  if (typed && !version.unknown() && version_of(version.text_or_empty()).empty()) {
    version.report(version.empty() ? kMissingField : kBadFormat,
                   "an owner's apiVersion is " +
                       (version.empty() ? "missing" : quoted(version.text_or_empty())) +
                       ", expected VERSION or GROUP/VERSION");
  }
  require_text(owner["kind"]);
  require_text(owner["name"]);
  require_text(owner["uid"]);
  const std::string_view given = version.text_or_empty();
  if ((given == "v1" || given == "/v1") && owner["kind"].text_or_empty() == "Event") {
    owner["kind"].report(kForbiddenField, "an Event cannot own anything");
  }
}

void check_owners(const Field& owners) {
  std::optional<Field> first;
  for (const Field owner : owners.items()) {
    if (!is_object(owner)) continue;
    check_owner(owner);
    const Field controller = owner["controller"];
    if (!controller.is_true()) continue;
    if (first) {
      controller.report_with(kDuplicate, "two owners are the controller, expected one", *first,
                             "the first one");
    } else {
      first = controller;
    }
  }
}

void check_finalizers(const Field& finalizers) {
  std::optional<Field> orphan;
  std::optional<Field> foreground;
  for (const Field finalizer : finalizers.items()) {
    if (finalizer.present() && !finalizer.is_text()) continue;
    const std::string_view text = finalizer.text_or_empty();
    if (text.empty()) {
      finalizer.report(kMissingField, "a finalizer is empty, expected DOMAIN/NAME");
    } else {
      finalizer.report(kBadName, check_finalizer(text));
    }
    if (text == "orphan") orphan = finalizer;
    if (text == "foregroundDeletion") foreground = finalizer;
  }
  if (!orphan || !foreground) return;
  foreground->report_with(kForbiddenField,
                          "\"foregroundDeletion\" deletes what \"orphan\" keeps: one of the two",
                          *orphan, "the other one");
}

// What says nothing about the object's own version is dropped, and when one entry is of no use at
// all, the server starts a list of its own
// (k8s.io/apimachinery, pkg/util/managedfields/internal/managedfields.go, decodeManagedFields).
bool is_list_of_managers(const Field& entries) {
  for (const Field entry : entries.items()) {
    const std::string_view operation = entry["operation"].text_or_empty();
    const std::string_view type = entry["fieldsType"].text_or_empty();
    if (operation != "Apply" && operation != "Update") return false;
    if (type != "FieldsV1" || entry["fieldsV1"].empty()) return false;
    if (entry["apiVersion"].text_or_empty() != "batch/v1") return false;
  }
  return true;
}

void check_length(const Field& field, std::size_t most) {
  const std::size_t size = field.text_or_empty().size();
  if (size <= most) return;
  field.report(kOutOfRange, field.name() + " has " + std::to_string(size) + " bytes, expected " +
                                std::to_string(most) + " at most");
}

// Source: k8s.io/apimachinery, pkg/apis/meta/v1/validation/validation.go, ValidateManagedFields
void check_managed_fields(const Field& entries) {
  if (!is_list_of_managers(entries)) return;
  for (const Field entry : entries.items()) {
    check_length(entry["manager"], 128);
    check_length(entry["subresource"], 256);
  }
}

void check_resource_version(const Field& version) {
  if (version.empty()) return;
  version.report_key(kResourceVersion,
                     "the server creates no object with a resourceVersion, which is its own",
                     "remove it");
}

}  // namespace

void check_metadata(const Field& metadata) {
  if (!is_object(metadata)) return;
  check_name(metadata);
  const Field space = metadata["namespace"];
  if (!space.empty() && space.is_text()) {
    space.report(kBadName, check_dns_label(space.text_or_empty()));
  }
  check_labels(metadata["labels"]);
  check_annotations(metadata["annotations"]);
  check_owners(metadata["ownerReferences"]);
  check_finalizers(metadata["finalizers"]);
  check_managed_fields(metadata["managedFields"]);
  check_resource_version(metadata["resourceVersion"]);
}

void check_labels(const Field& labels) {
  for (const Field label : labels.members()) {
    report_key(label, check_qualified_name(label.key()));
    if (label.is_text()) label.report(kBadLabel, check_label_value(label.text_or_empty()));
  }
}

void check_annotations(const Field& annotations) {
  std::size_t bytes = 0;
  for (const Field annotation : annotations.members()) {
    report_key(annotation, check_annotation_key(annotation.key()));
    bytes += annotation.key().size();
    if (!annotation.unknown()) bytes += annotation.text_or_empty().size();
  }
  if (bytes <= kMostAnnotationBytes) return;
  annotations.report_key(kOutOfRange,
                         annotations.name() + " are " + std::to_string(bytes) +
                             " bytes of keys and values, expected " +
                             std::to_string(kMostAnnotationBytes) + " at most",
                         "put large texts into a ConfigMap");
}

}  // namespace launch::kubernetes
