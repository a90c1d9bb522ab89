#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

void check_affinity(const Field&) {}

}  // namespace launch::kubernetes
