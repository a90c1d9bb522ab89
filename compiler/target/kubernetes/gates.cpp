// Source: k8s.io/kubernetes v1.32.2, v1.33.13, v1.34.4, v1.35.4 and v1.36.3, pkg/api/pod/util.go
// (dropDisabledFields) and pkg/features/kube_features.go (versioned_kube_features.go in 1.32):
// which gates are on by default. The gates of Jobs themselves (pkg/registry/batch/job/strategy.go)
// are on in all of them.
#include "compiler/target/kubernetes/gates.h"

#include <algorithm>
#include <unordered_set>

#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr int kNever = 1000;

// A field below a pod's spec, in which [] stands for each item. Where a server does not have the
// field yet, it is unknown instead.
struct Gate {
  std::string_view path;
  int known_from;
  int kept_from;
  std::string_view name;
};

constexpr Gate kPodGates[] = {
    {"hostUsers", 32, 33, "UserNamespacesSupport"},
    {"securityContext.supplementalGroupsPolicy", 32, 33, "SupplementalGroupsPolicy"},
    {"securityContext.seLinuxChangePolicy", 32, 33, "SELinuxChangePolicy"},
    {"resources", 32, 34, "PodLevelResources"},
    {"resourceClaims", 32, 34, "DynamicResourceAllocation"},
    {"volumes[].projected.sources[].clusterTrustBundle", 32, kNever,
     "ClusterTrustBundleProjection"},
    {"volumes[].projected.sources[].podCertificate", 34, kNever, "PodCertificateRequest"},
    {"workloadRef", 35, kNever, "GenericWorkload"},
    {"schedulingGroup", 36, kNever, "GenericWorkload"},
    {"hostnameOverride", 34, 35, "HostnameOverride"},
};

constexpr Gate kContainerGates[] = {
    {"env[].valueFrom.fileKeyRef", 34, 35, "EnvFiles"},
    {"resources.claims", 32, 34, "DynamicResourceAllocation"},
    {"resizePolicy", 32, 33, "InPlacePodVerticalScaling"},
    {"restartPolicyRules", 34, 35, "ContainerRestartRules"},
};

// These are dropped under further conditions.
constexpr Gate kStopSignal{"lifecycle.stopSignal", 33, kNever, "ContainerStopSignals"};
constexpr Gate kRestartPolicy{"restartPolicy", 34, 35, "ContainerRestartRules"};
constexpr Gate kProcMount{"securityContext.procMount", 32, 33, "ProcMountType"};
constexpr Gate kImageVolume{"image", 32, 35, "ImageVolume"};

class Dropper {
 public:
  Dropper(int minor, std::vector<const Node*>& dropped) : minor_(minor), dropped_(&dropped) {}

  void visit_pod(const Field& spec) {
    windows_ = spec["os"]["name"].text_or_empty() == "windows";
    for (const Gate& gate : kPodGates) visit(spec, gate);
    std::unordered_set<std::string_view> images;
    if (is_off(kImageVolume)) images = visit_image_volumes(spec["volumes"]);
    for (const std::string_view list : {"containers", "initContainers", "ephemeralContainers"}) {
      for (const Field container : spec[list].items()) {
        visit_container(container, list == "initContainers");
        visit_mounts(container["volumeMounts"], images);
      }
    }
  }

 private:
  bool is_off(const Gate& gate) const {
    return minor_ >= gate.known_from && minor_ < gate.kept_from;
  }

  // Nothing is lost with a field that says nothing.
  void drop(const Field& field, const Gate& gate) {
    if (field.absent()) return;
    dropped_->push_back(&field.node());
    if (field.empty()) return;
    std::string message = field.name() + " has no effect: Kubernetes 1." + std::to_string(minor_) +
                          " drops it without a word";
    if (gate.kept_from != kNever) {
      message += ", and keeps it from 1." + std::to_string(gate.kept_from) + " on";
    }
    field.report_key(kDroppedField, std::move(message),
                     "the feature gate is called " + std::string(gate.name));
  }

  void visit(const Field& field, const Gate& gate) {
    if (is_off(gate)) visit(field, gate.path, gate);
  }

  void visit(const Field& field, std::string_view path, const Gate& gate) {
    if (path.empty()) return drop(field, gate);
    if (field.absent()) return;
    const std::size_t end = std::min(path.find('.'), path.size());
    std::string_view step = path.substr(0, end);
    const std::string_view rest = path.substr(std::min(end + 1, path.size()));
    if (!step.ends_with("[]")) return visit(field[step], rest, gate);
    step.remove_suffix(2);
    for (const Field item : field[step].items()) visit(item, rest, gate);
  }

  void visit_container(const Field& container, bool init) {
    for (const Gate& gate : kContainerGates) visit(container, gate);
    if (is_off(kStopSignal)) visit_lifecycle(container["lifecycle"]);
    // Sidecars are older than the gate.
    const Field policy = container["restartPolicy"];
    const bool sidecar = init && policy.text_or_empty() == "Always";
    if (is_off(kRestartPolicy) && !sidecar) drop(policy, kRestartPolicy);
    // It becomes "Default" instead, which is still more than a windows pod may say.
    const Field mount = container["securityContext"]["procMount"];
    const bool changed = is_off(kProcMount) && mount.text_or_empty() != "Default";
    if (changed && !windows_) drop(mount, kProcMount);
  }

  // Goes with its only content.
  void visit_lifecycle(const Field& lifecycle) {
    const Field signal = lifecycle["stopSignal"];
    if (signal.absent()) return;
    drop(signal, kStopSignal);
    if (lifecycle["postStart"].absent() && lifecycle["preStop"].absent()) {
      dropped_->push_back(&lifecycle.node());
    }
  }

  // The whole volume goes, and with it all that mounts it.
  std::unordered_set<std::string_view> visit_image_volumes(const Field& volumes) {
    std::unordered_set<std::string_view> names;
    for (const Field volume : volumes.items()) {
      if (volume["image"].absent()) continue;
      drop(volume["image"], kImageVolume);
      dropped_->push_back(&volume.node());
      names.insert(volume["name"].text_or_empty());
    }
    return names;
  }

  void visit_mounts(const Field& mounts, const std::unordered_set<std::string_view>& images) {
    if (images.empty()) return;
    for (const Field mount : mounts.items()) {
      if (images.contains(mount["name"].text_or_empty())) dropped_->push_back(&mount.node());
    }
  }

  int minor_;
  bool windows_ = false;
  std::vector<const Node*>* dropped_;
};

using Nodes = std::unordered_set<const Node*>;

bool holds_any(const Node& node, const Nodes& dropped) {
  const auto is_in = [&](const Node& child) {
    return dropped.contains(&child) || holds_any(child, dropped);
  };
  return std::any_of(node.items().begin(), node.items().end(), is_in) ||
         std::any_of(node.members().begin(), node.members().end(),
                     [&](const Member& member) { return is_in(member.value); });
}

Node reduced(const Node& node, const Nodes& dropped, Arena& arena) {
  if (node.is_scalar() || !holds_any(node, dropped)) return node;
  if (node.is_sequence()) {
    std::vector<Node> items;
    for (const Node& item : node.items()) {
      if (!dropped.contains(&item)) items.push_back(reduced(item, dropped, arena));
    }
    return Node::sequence(arena.copy(std::span<const Node>(items)), node.span())
        .with_history(node.history());
  }
  std::vector<Member> members;
  for (const Member& member : node.members()) {
    if (dropped.contains(&member.value)) continue;
    members.push_back({member.key, member.key_span, reduced(member.value, dropped, arena)});
  }
  return Node::mapping(arena.copy(std::span<const Member>(members)), node.span())
      .with_history(node.history());
}

}  // namespace

void find_dropped(const Field& pod_template, std::vector<const Node*>& dropped) {
  Dropper(pod_template.judgement().minor, dropped).visit_pod(pod_template["spec"]);
}

Node without(const Node& root, const std::vector<const Node*>& dropped, Arena& arena) {
  return reduced(root, Nodes(dropped.begin(), dropped.end()), arena);
}

}  // namespace launch::kubernetes
