#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

void check_containers(const Field& spec, const PodContext&) {
  for (const Field& container : spec["containers"].items()) {
    check_environment(container);
    check_ports(container, spec);
    check_probes(container, false);
    check_resources(container["resources"], spec);
    check_container_security_context(container, spec);
    check_mounts(container, spec);
  }
}

}  // namespace launch::kubernetes
