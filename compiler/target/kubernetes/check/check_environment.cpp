#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

void check_environment(const Field&) {}

}  // namespace launch::kubernetes
