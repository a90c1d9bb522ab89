#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/check/volume_sources.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

// The first kind that the volume has counts; a second is one too many. None is an emptyDir
// (pkg/apis/core/v1/defaults.go, SetDefaults_Volume).
void check_source(const Field& volume) {
  const VolumeSource* first = nullptr;
  for (const VolumeSource& source : volume_sources()) {
    const Field field = volume[source.name];
    if (field.absent()) continue;
    if (first != nullptr) {
      field.report_key(
          kOneOf, "a volume has one source, and this one is " + quoted(first->name) + " already");
      continue;
    }
    first = &source;
    for (const std::string_view key : source.required) require(field, key);
    if (source.check != nullptr) source.check(field);
  }
}

// With an initiator, the name and the portal become one name (validateVolumeSource).
void check_portal_length(const Field& volume) {
  const Field iscsi = volume["iscsi"];
  constexpr std::size_t kMost = 64;
  const std::size_t length =
      volume["name"].text_or_empty().size() + 1 + iscsi["targetPortal"].text_or_empty().size();
  if (iscsi["initiatorName"].present() && length > kMost) {
    volume["name"].report(kOutOfRange,
                          "volume name and iscsi.targetPortal together have at most 63 bytes when "
                          "initiatorName is set");
  }
}

}  // namespace

void check_volumes(const Field& spec) {
  SeenNames names;
  for (const Field& volume : spec["volumes"].items()) {
    if (!is_object(volume)) continue;
    check_source(volume);
    check_portal_length(volume);
    warn_of_volume(volume);
    const Field name = volume["name"];
    if (!require_text(name)) continue;
    if (name.report(kBadName, check_dns_label(name.text_or_empty()))) continue;
    if (const Field* other = names.add(name.text_or_empty(), name)) {
      name.report_with(kDuplicate, "two volumes are named " + quoted(name.text_or_empty()), *other,
                       "the other one");
    }
  }
}

}  // namespace launch::kubernetes
