#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

void check_tolerations(const Field&) {}
void check_topology_spread(const Field&) {}

}  // namespace launch::kubernetes
