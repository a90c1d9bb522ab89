#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

void check_probes(const Field&, bool) {}

}  // namespace launch::kubernetes
