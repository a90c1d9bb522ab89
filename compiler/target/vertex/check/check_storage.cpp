#include <algorithm>

#include "compiler/target/vertex/check/check.h"
#include "compiler/target/vertex/proto_json.h"
#include "compiler/target/vertex/rules.h"

namespace launch::vertex {
namespace {

// The names of both kinds of mounts' fields that are paths.
void check_mount_point(const Field& mount, std::string_view folder) {
  const Field point = mount["mountPoint"];
  if (!check_not_empty(point) || point.unknown()) return;
  if (point.text_or_empty().find("..") == std::string_view::npos) return;
  point.report(kBadName, quoted(point.text_or_empty()) + " leads out of " + std::string(folder));
}

}  // namespace

// machine_resources.proto, DiskSpec; its sizes are those of
// https://cloud.google.com/vertex-ai/docs/training/configure-compute#boot_disk_options.
void check_disk(const Field& disk) {
  constexpr std::int64_t kSmallest = 100;
  constexpr std::int64_t kLargest = 64000;
  constexpr std::string_view kTypes[] = {"pd-ssd", "pd-standard", "hyperdisk-balanced"};
  const Field type = disk["bootDiskType"];
  const std::string_view text = type.text_or_empty();
  const bool known = std::find(std::begin(kTypes), std::end(kTypes), text) != std::end(kTypes);
  if (!text.empty() && !type.unknown() && !known) {
    type.report(kUnsupportedValue,
                quoted(text) + " is no type of boot disk, expected " + one_of(kTypes),
                suggest(did_you_mean(text, kTypes)));
  }
  const std::optional<std::int64_t> size = proto_integer(disk["bootDiskSizeGb"]);
  if (size && *size != 0 && (*size < kSmallest || *size > kLargest)) {
    disk["bootDiskSizeGb"].report(
        kOutOfRange, "bootDiskSizeGb is " + std::to_string(*size) + ", expected 100 to 64000");
  }
}

// machine_resources.proto, NfsMount and LustreMount.
void check_mounts(const Field& pool) {
  for (const Field& mount : pool["nfsMounts"].items()) {
    check_not_empty(mount["server"]);
    const Field path = mount["path"];
    if (check_not_empty(path) && !path.unknown() && !path.text_or_empty().starts_with('/')) {
      path.report(kBadName, quoted(path.text_or_empty()) + ": the path on the server begins with /",
                  suggest("/" + std::string(path.text_or_empty())));
    }
    check_mount_point(mount, "/mnt/nfs");
  }
  for (const Field& mount : pool["lustreMounts"].items()) {
    for (const char* name : {"instanceIp", "volumeHandle", "filesystem"}) {
      check_not_empty(mount[name]);
    }
    check_mount_point(mount, "/mnt/lustre");
  }
}

}  // namespace launch::vertex
