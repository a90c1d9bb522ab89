#include "compiler/target/sagemaker/check/check.h"
#include "compiler/target/sagemaker/instance_types.h"
#include "compiler/target/sagemaker/rules.h"

namespace launch::sagemaker {
namespace {

// Every instance type that the job may run on.
std::vector<Field> types_of(const Field& config) {
  std::vector<Field> types;
  const auto add = [&](const Field& type) {
    if (type.is_text() && !type.unknown()) types.push_back(type);
  };
  add(config["InstanceType"]);
  for (const char* list : {"InstanceGroups", "InstancePreferences"}) {
    for (const Field& item : config[list].items()) add(item["InstanceType"]);
  }
  return types;
}

}  // namespace

void check_storage(const Field& request) {
  const Field config = request["ResourceConfig"];
  if (!config.is_map()) return;
  const Field size = config["VolumeSizeInGB"];
  const Field key = config["VolumeKmsKeyId"];
  const std::vector<Field> types = types_of(config);
  std::size_t local = 0;
  for (const Field& type : types) {
    const std::string_view name = type.text_or_empty();
    if (has_local_storage(name)) {
      ++local;
    } else if (!instance_family(name).empty() && (size.absent() || size.integer() == 0)) {
      size.report_with(kVolumeSize, quoted(name) + " has no disks of its own and needs a volume",
                       type, "the instance type", "set VolumeSizeInGB");
    }
  }
  if (types.empty() || local < types.size()) return;
  if (size.integer().value_or(0) > 0) {
    size.report_key_with(kLocalStorage,
                         "VolumeSizeInGB has no effect: instances of this type use their own disks",
                         {{types[0].span(), "the instance type"}}, "remove it");
  }
  if (!key.empty()) {
    key.report_key_with(kVolumeKey,
                        "instances of this type encrypt their own disks and take no VolumeKmsKeyId",
                        {{types[0].span(), "the instance type"}}, "remove it");
  }
}

}  // namespace launch::sagemaker
