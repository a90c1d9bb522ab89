#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

void check_mounts(const Field&, const Field&) {}

}  // namespace launch::kubernetes
