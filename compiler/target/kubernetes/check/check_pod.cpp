#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

void check_pod_template(const Field& pod_template, const PodContext& context) {
  check_labels(pod_template["metadata"]["labels"]);
  check_annotations(pod_template["metadata"]["annotations"]);
  check_pod_spec(pod_template["spec"], context);
}

void check_pod_spec(const Field& spec, const PodContext& context) {
  check_volumes(spec);
  check_containers(spec, context);
  check_affinity(spec["affinity"]);
  check_tolerations(spec["tolerations"]);
  check_topology_spread(spec["topologySpreadConstraints"]);
  check_pod_security_context(spec);
}

}  // namespace launch::kubernetes
