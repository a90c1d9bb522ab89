#include <array>

#include "compiler/target/kubernetes/check/check.h"
#include "compiler/target/kubernetes/check/container.h"
#include "compiler/target/kubernetes/check/container_rules.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::array<std::string_view, 3> kProtocols{"TCP", "UDP", "SCTP"};
constexpr std::int64_t kMostPort = 65535;

// The default is part of the API's declaration (k8s.io/api, core/v1/types.go ContainerPort).
std::string_view protocol_of(const Field& port) {
  const Field protocol = port["protocol"];
  return protocol.empty() ? "TCP" : protocol.text_or_empty();
}

void check_name(const Field& name, SeenNames& names) {
  const std::string_view text = name.text_or_empty();
  if (text.empty() || name.unknown()) return;
  if (name.report(kBadName, check_port_name(text))) return;
  if (const Field* before = names.add(text, name)) {
    name.report_with(kDuplicate, "two ports of one container are called " + quoted(text), *before,
                     "the first one");
  }
}

void check_number(const Field& number) {
  if (number.absent() || number.integer() == 0) {
    number.report(kMissingField, number.name() + " is required, expected 1 to 65535");
  } else {
    check_range(number, 1, kMostPort);
  }
}

// Where a port of the pod leads to on its node.
struct NodePort {
  std::int64_t number;
  std::string_view address;
};

NodePort node_port(const Field& port) {
  return {port["hostPort"].integer().value_or(0), port["hostIP"].text_or_empty()};
}

// The ports that listen inside the pod, by what they listen on.
class PodPorts {
 public:
  // What two ports of one `group` want of the node at the same time is refused already, and so is
  // a name that another port of the container has.
  void add(const Field& port, std::size_t group, bool refused_name) {
    const NodePort node = node_port(port);
    if (!node.address.empty() && node.number == 0) {
      port.report(kPortOverlap, port.name() + " has a hostIP and no hostPort to bind there");
    }
    add_number(port, node, group);
    const Field name = port["name"];
    if (name.text_or_empty().empty() || refused_name) return;
    if (const Field* before = names_.add(name.text_or_empty(), port)) {
      port.report_with(kPortOverlap,
                       "two ports of the pod are called " + quoted(name.text_or_empty()) +
                           ": services and probes that name it reach the first",
                       *before, "the first one");
    }
  }

 private:
  struct Taken {
    Field port;
    std::string_view address;
    std::size_t group;
  };

  void add_number(const Field& port, const NodePort& node, std::size_t group) {
    const std::int64_t number = port["containerPort"].integer().value_or(0);
    if (number == 0) return;
    const std::string_view protocol = protocol_of(port);
    const Taken own{port, node.address, group};
    const auto [same, is_new] = taken_.try_emplace({number, protocol, node.number}, own);
    const auto [first, is_first] = first_.try_emplace({number, protocol}, port);
    if (is_first) return;
    if (!is_new) {
      const bool refused = node.number != 0 && group == same->second.group;
      if (!refused || node.address != same->second.address) say_same(port, node, same->second);
    } else if (node.number == 0) {
      say_taken(port, first->second);
    } else if (const auto any = taken_.find({number, protocol, 0}); any != taken_.end()) {
      say_taken(port, any->second.port);
    }
  }

  static void say_same(const Field& port, const NodePort& node, const Taken& before) {
    if (node.address == before.address || node.number == 0) {
      say_taken(port, before.port);
    } else if (node.address.empty() || before.address.empty()) {
      port.report_with(kPortOverlap,
                       port.name() + " wants port " + std::to_string(node.number) +
                           " of the node, which another has on one address, or on all",
                       before.port, "the other one");
    }
  }

  static void say_taken(const Field& port, const Field& before) {
    const std::int64_t number = port["containerPort"].integer().value_or(0);
    port.report_with(kPortOverlap,
                     port.name() + " is port " + std::to_string(number) + " for " +
                         std::string(protocol_of(port)) + ", which the pod has already",
                     before, "the other one");
  }

  using Key = std::tuple<std::int64_t, std::string_view, std::int64_t>;
  std::map<Key, Taken> taken_;
  std::map<std::pair<std::int64_t, std::string_view>, Field> first_;
  SeenNames names_;
};

}  // namespace

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validateContainerPorts
void check_container_ports(const Field& ports) {
  if (!ports.is_list() || ports.size() == 0) return;
  SeenNames names;
  for (const Field port : ports.items()) {
    if (!is_object(port)) continue;
    check_name(port["name"], names);
    check_number(port["containerPort"]);
    if (port["hostPort"].integer().value_or(0) != 0) check_range(port["hostPort"], 1, kMostPort);
    check_choice(port["protocol"], kProtocols);
  }
}

// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go AccumulateUniqueHostPorts
void HostPorts::check(const Field& ports) {
  for (const Field port : ports.items()) {
    const NodePort node = node_port(port);
    if (node.number == 0) continue;
    const auto [before, is_new] =
        taken_.try_emplace({protocol_of(port), node.address, node.number}, port["hostPort"]);
    if (is_new) continue;
    port["hostPort"].report_with(kDuplicate,
                                 "two ports want port " + std::to_string(node.number) +
                                     " of the node for " + std::string(protocol_of(port)),
                                 before->second, "the first one");
  }
}

namespace {

// Without hostNetwork, a template's hostPort may be any; with it, it is the containerPort.
// Source: k8s.io/kubernetes pkg/apis/core/validation/validation.go validatePodHostNetworkDeps
void check_network_ports(const Field& spec) {
  if (!spec["hostNetwork"].is_true()) return;
  for (const Field container : spec["containers"].items()) {
    for (const Field port : container["ports"].items()) {
      const Field host_port = port["hostPort"];
      const std::int64_t number = host_port.integer().value_or(0);
      const std::int64_t inside = port["containerPort"].integer().value_or(0);
      if (number == 0 || number == inside) continue;
      host_port.report(kOutOfRange,
                       host_port.name() + " is " + std::to_string(number) +
                           ", expected the containerPort, " + std::to_string(inside) +
                           ", as hostNetwork is true",
                       "leave hostPort out");
    }
  }
}

// Source: k8s.io/kubernetes pkg/api/pod/warnings.go warningsForPodSpecAndMeta
void warn_of_ports(const Field& spec) {
  PodPorts all;
  std::size_t group = 0;
  for (const std::string_view list : {"initContainers", "containers"}) {
    const bool together = list == "containers";
    for (const Field container : spec[list].items()) {
      group = together ? 0 : group + 1;
      SeenNames own;
      for (const Field port : container["ports"].items()) {
        if (!port.is_map()) continue;
        const std::string_view name = port["name"].text_or_empty();
        all.add(port, group, !name.empty() && own.add(name, port) != nullptr);
      }
    }
  }
}

}  // namespace

void check_pod_ports(const Field& spec) {
  check_network_ports(spec);
  warn_of_ports(spec);
}

}  // namespace launch::kubernetes
