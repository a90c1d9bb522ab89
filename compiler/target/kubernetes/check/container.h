// What the checks of a container's parts share, and what they are; check_container.cpp calls them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "compiler/target/kubernetes/check/requirements.h"

namespace launch::kubernetes {

// The minor version of the server in which a rule changed. What older ones drop unread is gone
// before anything is checked (gates.cpp).
inline constexpr int kZeroSleepSince = 33;     // PodLifecycleSleepActionAllowZero
inline constexpr int kFileKeySince = 35;       // EnvFiles
inline constexpr int kRestartRulesSince = 35;  // ContainerRestartRules
inline constexpr int kRestartAllSince = 36;    // RestartAllContainersOnContainerExits
inline constexpr int kInitResizeSince = 36;

// A pod as its containers see it. What is looked up by name is indexed when first asked for.
class PodView {
 public:
  explicit PodView(const Field& spec) : spec_(spec) {}
  const Field& spec() const { return spec_; }
  int minor() const { return spec_.judgement().minor; }
  const SeenNames& claims();
  const SeenNames& volumes();
  // Nothing when the pod's own is not readable.
  std::optional<std::int64_t> grace_period() const;

 private:
  Field spec_;
  std::optional<SeenNames> claims_;
  std::optional<SeenNames> volumes_;
};

// `container "train"`, or its place when it has no name.
std::string called(const Field& container);

// What all kinds of containers have in common (check_container.cpp); blanks around an image are an
// error for the server where it judges pods, and not in templates.
void check_any_container(const Field& container, PodView& pod, SeenNames& names);
void check_image(const Field& image, const Rule& blank_rule);
void check_ephemeral_containers(PodView& pod, SeenNames& names);  // check_ephemeral_container.cpp

void check_environment(const Field& container, PodView& pod);     // check_environment.cpp
void check_variable_source(const Field& variable, PodView& pod);  // check_variable_source.cpp

// check_ports.cpp
void check_container_ports(const Field& ports);
// Ports of the node that several containers want; for containers that run at the same time.
class HostPorts {
 public:
  void check(const Field& ports);

 private:
  std::map<std::tuple<std::string_view, std::string_view, std::int64_t>, Field> taken_;
};
// What the whole pod's ports are to each other.
void check_pod_ports(const Field& spec);

void check_probes(const Field& container);                         // check_probe.cpp
void check_probe_handler(const Field& probe);                      // check_handler.cpp
void check_lifecycle(const Field& lifecycle, const PodView& pod);  // check_handler.cpp

void check_resources(const Field& container, PodView& pod);  // check_resources.cpp
void check_overhead(const Field& overhead);                  // check_resources.cpp
void check_claims(const Field& claims, PodView& pod);        // check_claims.cpp
void check_pod_resources(PodView& pod);                      // check_pod_resources.cpp

// check_resize.cpp
void check_resize_policy(const Field& container, const PodView& pod);
void check_init_resize_policy(const Field& container);

// check_restart.cpp
void check_restart_policy(const Field& container);
void check_init_restart_policy(const Field& container);

}  // namespace launch::kubernetes
