#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

void check_label_selector(const Field&) {}

}  // namespace launch::kubernetes
