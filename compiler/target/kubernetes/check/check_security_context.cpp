#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

void check_pod_security_context(const Field&) {}
void check_container_security_context(const Field&, const Field&) {}

}  // namespace launch::kubernetes
