// What a container does with the pod's volumes.
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go ValidateVolumeMounts,
// ValidateVolumeDevices
#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/check/volume_sources.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::array<std::string_view, 3> kPropagations{"Bidirectional", "HostToContainer", "None"};
constexpr std::array<std::string_view, 3> kRecursive{"Disabled", "Enabled", "IfPossible"};

class Mounts {
 public:
  Mounts(const Field& container, const Field& spec) : container_(container) {
    for (const Field& volume : spec["volumes"].items()) {
      if (volume["name"].is_text()) volumes_.add(volume["name"].text_or_empty(), volume);
    }
  }

  void run() {
    SeenNames paths;
    for (const Field& mount : container_["volumeMounts"].items()) {
      if (is_object(mount)) check_mount(mount, paths);
    }
    SeenNames names;
    SeenNames device_paths;
    for (const Field& device : container_["volumeDevices"].items()) {
      if (is_object(device)) check_device(device, names, device_paths);
    }
  }

 private:
  // The volume that `name` means; null, and said so, when there is none. A volume that is itself
  // wrong has been reported: the server calls it not found as well.
  const Field* volume_of(const Field& name) const {
    if (!require_text(name)) return nullptr;
    if (const Field* volume = volumes_.find(name.text_or_empty())) return volume;
    const std::vector<std::string_view> known = volumes_.names();
    const std::string all = known.empty() ? ", and it has none" : "; there are " + all_of(known);
    name.report(kUnknownReference, "the pod has no volume " + quoted(name.text_or_empty()) + all,
                suggest(did_you_mean(name.text_or_empty(), known)));
    return nullptr;
  }

  void check_mount(const Field& mount, SeenNames& paths) const {
    volume_of(mount["name"]);
    const Field path = mount["mountPath"];
    require_text(path);
    const Field* other = path.unknown() ? nullptr : paths.add(path.text_or_empty(), path);
    if (other != nullptr && !path.empty()) {
      path.report_with(kDuplicate, "two volumes are mounted at " + quoted(path.text_or_empty()),
                       *other, "the other one");
    }
    check_sub_path(mount);
    check_propagation(mount);
    check_recursive(mount);
  }

  static void check_relative(const Field& path) {
    if (path.empty() || path.unknown()) return;
    if (path.text_or_empty().starts_with('/')) {
      path.report(kBadFormat, "a path below the volume is relative, and " +
                                  quoted(path.text_or_empty()) + " is absolute");
    }
    check_no_backsteps(path);
  }

  static void check_sub_path(const Field& mount) {
    const Field plain = mount["subPath"];
    const Field expression = mount["subPathExpr"];
    check_relative(plain);
    check_relative(expression);
    if (!plain.empty() && !expression.empty()) {
      expression.report_key(kOneOf, "subPath and subPathExpr exclude each other");
    }
  }

  void check_propagation(const Field& mount) const {
    const Field propagation = mount["mountPropagation"];
    if (propagation.absent() || !require_choice(propagation, kPropagations)) return;
    const bool privileged = container_["securityContext"]["privileged"].is_true();
    if (propagation.text_or_empty() == "Bidirectional" && !privileged) {
      propagation.report(kForbiddenField,
                         "only a privileged container may hand its mounts to the node",
                         "use HostToContainer, or set securityContext.privileged");
    }
  }

  static void check_recursive(const Field& mount) {
    const Field recursive = mount["recursiveReadOnly"];
    if (recursive.absent() || !require_choice(recursive, kRecursive)) return;
    if (recursive.text_or_empty() == "Disabled") return;
    if (!mount["readOnly"].is_true()) {
      recursive.report(kForbiddenField, "recursiveReadOnly needs readOnly: true");
    }
    const Field propagation = mount["mountPropagation"];
    if (propagation.present() && propagation.text_or_empty() != "None") {
      recursive.report_with(kForbiddenField, "recursiveReadOnly needs mountPropagation None",
                            propagation, "the propagation");
    }
  }

  void check_device(const Field& device, SeenNames& names, SeenNames& paths) const {
    const Field name = device["name"];
    const Field* volume = volume_of(name);
    const bool claimed = volume == nullptr || (*volume)["persistentVolumeClaim"].present() ||
                         (*volume)["ephemeral"].present();
    if (!claimed) {
      name.report_with(kForbiddenField,
                       "a block device comes from a persistentVolumeClaim or an ephemeral volume",
                       *volume, "the volume");
    }
    if (!name.empty() && names.add(name.text_or_empty(), name) != nullptr) {
      name.report(kDuplicate,
                  quoted(name.text_or_empty()) + " is a device of this container twice");
    }
    const Field path = device["devicePath"];
    if (!require_text(path)) return;
    check_no_backsteps(path);
    if (paths.add(path.text_or_empty(), path) != nullptr) {
      path.report(kDuplicate, "two devices are at " + quoted(path.text_or_empty()));
    }
  }

  const Field& container_;
  SeenNames volumes_;
};

// One volume is either mounted or used as a device, and so is a path.
void check_overlap(const Field& container) {
  if (container["volumeDevices"].size() == 0) return;
  SeenNames names;
  SeenNames paths;
  for (const Field& mount : container["volumeMounts"].items()) {
    names.add(mount["name"].text_or_empty(), mount["name"]);
    paths.add(mount["mountPath"].text_or_empty(), mount["mountPath"]);
  }
  const auto report = [](const Field& device, const Field* mount, const char* what) {
    if (mount == nullptr || device.unknown()) return;
    for (const Field& field : {device, *mount}) {
      field.report(kForbiddenField, std::string(what) + " is both mounted and a block device here");
    }
  };
  for (const Field& device : container["volumeDevices"].items()) {
    const Field name = device["name"];
    const Field path = device["devicePath"];
    if (!name.empty()) report(name, names.find(name.text_or_empty()), "the volume");
    if (!path.empty()) report(path, paths.find(path.text_or_empty()), "the path");
  }
}

}  // namespace

void check_mounts(const Field& container, const Field& spec) {
  if (container["volumeMounts"].size() == 0 && container["volumeDevices"].size() == 0) return;
  Mounts(container, spec).run();
  check_overlap(container);
}

}  // namespace launch::kubernetes
