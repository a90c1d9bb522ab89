#include "compiler/target/kubernetes/check/volume_sources.h"

#include <algorithm>
#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/grammar_volume.h"
#include "compiler/target/kubernetes/quantity.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

void check_empty_dir(const Field& empty_dir) {
  const Field limit = empty_dir["sizeLimit"];
  const std::optional<Quantity> size = limit.present() && limit.node().is_scalar()
                                           ? parse_quantity(limit.node().as_string())
                                           : std::nullopt;
  if (size && size->sign() < 0 && !limit.unknown()) {
    limit.report(kOutOfRange, "the size limit of a volume may not be negative");
  }
}

void check_host_path(const Field& host_path) {
  check_no_backsteps(host_path["path"]);
  constexpr std::string_view kTypes[] = {
      "BlockDevice", "CharDevice",   "Directory", "DirectoryOrCreate",
      "File",        "FileOrCreate", "Socket"};
  if (!host_path["path"].empty()) check_choice(host_path["type"], kTypes);
}

void check_git_repo(const Field& git_repo) {
  const Field directory = git_repo["directory"];
  if (directory.text_or_empty().starts_with('/')) {
    directory.report(kBadFormat, "the directory of a git repository is a relative path");
  }
  check_no_backsteps(directory);
}

void check_partition(const Field& disk) { check_range(disk["partition"], 0, 255); }

void check_nfs(const Field& nfs) {
  const Field path = nfs["path"];
  if (path.is_text() && !path.empty() && !path.text_or_empty().starts_with('/') &&
      !path.unknown()) {
    path.report(kBadFormat, "an NFS path is absolute: it begins with /",
                suggest("/" + std::string(path.text_or_empty())));
  }
}

void require_secret_name(const Field& source, std::string_view key) {
  const Field secret = source[key];
  if (secret.is_map()) require(secret, "name");
}

void check_iscsi(const Field& iscsi) {
  check_range(iscsi["lun"], 0, 255);
  const Field iqn = iscsi["iqn"];
  if (!iqn.empty()) iqn.report(kBadFormat, check_iscsi_name(iqn.text_or_empty()));
  const Field initiator = iscsi["initiatorName"];
  if (initiator.is_text()) {
    initiator.report(kBadFormat, check_iscsi_name(initiator.text_or_empty()));
  }
  const bool authenticates =
      iscsi["chapAuthDiscovery"].is_true() || iscsi["chapAuthSession"].is_true();
  if (authenticates && iscsi["secretRef"].absent()) {
    iscsi["secretRef"].report(kMissingField, "CHAP authentication needs secretRef");
  }
}

void check_flocker(const Field& flocker) {
  const bool by_name = !flocker["datasetName"].empty();
  const bool by_id = !flocker["datasetUUID"].empty();
  if (by_name == by_id) {
    flocker.report_key(kOneOf, by_name ? "datasetName and datasetUUID say the same thing twice"
                                       : "one of datasetName and datasetUUID is required");
  }
  if (flocker["datasetName"].text_or_empty().find('/') != std::string_view::npos) {
    flocker["datasetName"].report(kBadFormat, "a dataset name holds no /");
  }
}

void check_cinder(const Field& cinder) { require_secret_name(cinder, "secretRef"); }

void check_quobyte(const Field& quobyte) {
  const Field registry = quobyte["registry"];
  if (registry.empty()) return;
  if (quobyte["tenant"].text_or_empty().size() > 64) {
    quobyte["tenant"].report(kOutOfRange, "a tenant has at most 64 bytes");
  } else {
    registry.report(kBadFormat, check_host_ports(registry.text_or_empty()));
  }
}

void check_fc(const Field& fc) {
  const Field names = fc["targetWWNs"];
  const bool by_name = !names.empty();
  if (by_name == !fc["wwids"].empty()) {
    names.report_key(kOneOf, by_name ? "targetWWNs and wwids exclude each other"
                                     : "one of targetWWNs and wwids is required");
  }
  if (!by_name) return;
  const Field lun = fc["lun"];
  if (lun.absent()) {
    lun.report(kMissingField, "targetWWNs needs a lun");
  } else {
    check_range(lun, 0, 255);
  }
}

void check_flex_volume(const Field& flex) {
  for (const Field& option : flex["options"].members()) {
    std::string space(option.key().substr(0, option.key().find('/')));
    std::transform(space.begin(), space.end(), space.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    space.insert(0, ".");
    if (space.ends_with(".kubernetes.io") || space.ends_with(".k8s.io")) {
      option.report_key(
          kForbiddenField,
          "options of kubernetes.io and k8s.io are reserved, and this is " + quoted(option.key()));
    }
  }
}

void check_azure_disk(const Field& disk) {
  constexpr std::string_view kCaching[] = {"None", "ReadOnly", "ReadWrite"};
  constexpr std::string_view kKinds[] = {"Dedicated", "Managed", "Shared"};
  if (disk["cachingMode"].present()) require_choice(disk["cachingMode"], kCaching);
  if (disk["kind"].present()) require_choice(disk["kind"], kKinds);
  // The default kind is Shared (pkg/apis/core/v1/defaults.go, SetDefaults_AzureDiskVolumeSource).
  const bool managed = disk["kind"].text_or_empty() == "Managed";
  const Field uri = disk["diskURI"];
  const std::string_view start = managed ? "/subscriptions/" : "https://";
  if (uri.is_text() && !uri.unknown() && !uri.text_or_empty().starts_with(start)) {
    uri.report(kBadFormat, std::string("the URI of a ") + (managed ? "managed" : "blob") +
                               " disk begins with " + quoted(start));
  }
}

void check_storage_os(const Field& storage) {
  for (const char* key : {"volumeName", "volumeNamespace"}) {
    const Field name = storage[key];
    if (!name.empty()) name.report(kBadName, check_dns_label(name.text_or_empty()));
  }
  require_secret_name(storage, "secretRef");
}

void check_csi(const Field& csi) {
  const Field driver = csi["driver"];
  if (!driver.empty()) driver.report(kBadName, check_csi_driver(driver.text_or_empty()));
  const Field secret = csi["nodePublishSecretRef"];
  if (!secret.is_map()) return;
  require(secret, "name");
  if (!secret["name"].empty()) {
    secret["name"].report(kBadName, check_dns_subdomain(secret["name"].text_or_empty()));
  }
}

void check_image(const Field& image) {
  constexpr std::string_view kPolicies[] = {"Always", "IfNotPresent", "Never"};
  check_choice(image["pullPolicy"], kPolicies);
}

constexpr std::string_view kPath[] = {"path"};
constexpr std::string_view kRepository[] = {"repository"};
constexpr std::string_view kDiskName[] = {"pdName"};
constexpr std::string_view kVolumeId[] = {"volumeID"};
constexpr std::string_view kSecretName[] = {"secretName"};
constexpr std::string_view kNfs[] = {"server", "path"};
constexpr std::string_view kIscsi[] = {"targetPortal", "iqn"};
constexpr std::string_view kGlusterfs[] = {"endpoints", "path"};
constexpr std::string_view kClaimName[] = {"claimName"};
constexpr std::string_view kRbd[] = {"monitors", "image"};
constexpr std::string_view kMonitors[] = {"monitors"};
constexpr std::string_view kQuobyte[] = {"registry", "volume"};
constexpr std::string_view kDriver[] = {"driver"};
constexpr std::string_view kName[] = {"name"};
constexpr std::string_view kAzureFile[] = {"secretName", "shareName"};
constexpr std::string_view kVolumePath[] = {"volumePath"};
constexpr std::string_view kPdId[] = {"pdID"};
constexpr std::string_view kAzureDisk[] = {"diskName", "diskURI"};
constexpr std::string_view kVolumeName[] = {"volumeName"};
constexpr std::string_view kScaleIo[] = {"gateway", "system", "volumeName"};
constexpr std::string_view kTemplate[] = {"volumeClaimTemplate"};

constexpr VolumeSource kSources[] = {
    {"emptyDir", {}, check_empty_dir},
    {"hostPath", kPath, check_host_path},
    {"gitRepo", kRepository, check_git_repo},
    {"gcePersistentDisk", kDiskName, check_partition},
    {"awsElasticBlockStore", kVolumeId, check_partition},
    {"secret", kSecretName, check_secret_volume},
    {"nfs", kNfs, check_nfs},
    {"iscsi", kIscsi, check_iscsi},
    {"glusterfs", kGlusterfs, nullptr},
    {"flocker", {}, check_flocker},
    {"persistentVolumeClaim", kClaimName, nullptr},
    {"rbd", kRbd, nullptr},
    {"cinder", kVolumeId, check_cinder},
    {"cephfs", kMonitors, nullptr},
    {"quobyte", kQuobyte, check_quobyte},
    {"downwardAPI", {}, check_downward_api_volume},
    {"fc", {}, check_fc},
    {"flexVolume", kDriver, check_flex_volume},
    {"configMap", kName, check_config_map_volume},
    {"azureFile", kAzureFile, nullptr},
    {"vsphereVolume", kVolumePath, nullptr},
    {"photonPersistentDisk", kPdId, nullptr},
    {"portworxVolume", kVolumeId, nullptr},
    {"azureDisk", kAzureDisk, check_azure_disk},
    {"storageos", kVolumeName, check_storage_os},
    {"projected", {}, check_projected_volume},
    {"scaleIO", kScaleIo, nullptr},
    {"csi", kDriver, check_csi},
    {"ephemeral", kTemplate, check_ephemeral_volume},
    {"image", {}, check_image},
};

}  // namespace

std::span<const VolumeSource> volume_sources() { return kSources; }

void require(const Field& owner, std::string_view key) {
  if (owner.is_map() && owner[key].empty()) {
    owner[key].report(kMissingField, owner.name() + " needs " + quoted(key));
  }
}

void check_file_mode(const Field& mode) {
  const std::optional<std::int64_t> bits = mode.integer();
  constexpr std::int64_t kMost = 0777;
  if (!bits || (*bits >= 0 && *bits <= kMost)) return;
  // 777 without a leading zero is a decimal number to every YAML reader.
  const std::string written(mode.node().as_string());
  const bool octal =
      written.size() == 3 && written.find_first_not_of("01234567") == std::string::npos;
  mode.report(kOutOfRange,
              "file mode " + written + " is decimal, and modes reach from 0 to 511, which is 0777",
              octal ? "write 0" + written + " for the octal number" : std::string());
}

void check_no_backsteps(const Field& path) {
  if (path.unknown()) return;
  const std::string text = "/" + std::string(path.text_or_empty()) + "/";
  if (text.find("/../") == std::string::npos) return;
  path.report(kBadFormat,
              quoted(path.text_or_empty()) + " leads out of the folder: .. is not allowed");
}

void check_path_below(const Field& path) {
  if (path.unknown()) return;
  const std::string_view text = path.text_or_empty();
  if (text.starts_with('/')) {
    path.report(kBadFormat, quoted(text) + " is absolute, and a path in a volume is relative",
                suggest(text.substr(1)));
  }
  check_no_backsteps(path);
  if (text.starts_with("..") && text != ".." && !text.starts_with("../")) {
    path.report(kBadFormat, quoted(text) + " begins with .., which is kept for Kubernetes itself");
  }
}

void check_key_to_path(const Field& item) {
  require(item, "key");
  require(item, "path");
  check_path_below(item["path"]);
  check_file_mode(item["mode"]);
}

void check_secret_volume(const Field& secret) {
  check_file_mode(secret["defaultMode"]);
  for (const Field& item : secret["items"].items()) check_key_to_path(item);
}

void check_config_map_volume(const Field& config_map) {
  check_file_mode(config_map["defaultMode"]);
  for (const Field& item : config_map["items"].items()) check_key_to_path(item);
}

void check_downward_api_file(const Field& file) {
  require(file, "path");
  check_path_below(file["path"]);
  const Field field = file["fieldRef"];
  const Field resource = file["resourceFieldRef"];
  check_field_ref(field, FieldRefUse::Volume);
  if (field.absent()) check_resource_field_ref(resource, FieldRefUse::Volume);
  if (field.present() && resource.present()) {
    resource.report_key(kOneOf, "fieldRef and resourceFieldRef exclude each other");
  } else if (field.absent() && resource.absent() && file.is_map()) {
    file.report(kOneOf, "one of fieldRef and resourceFieldRef is required");
  }
  check_file_mode(file["mode"]);
}

void check_downward_api_volume(const Field& downward_api) {
  check_file_mode(downward_api["defaultMode"]);
  for (const Field& file : downward_api["items"].items()) check_downward_api_file(file);
}

}  // namespace launch::kubernetes
