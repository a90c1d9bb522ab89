#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

void check_volumes(const Field&) {}

}  // namespace launch::kubernetes
