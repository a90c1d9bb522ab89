#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

void check_metadata(const Field& metadata) {
  check_labels(metadata["labels"]);
  check_annotations(metadata["annotations"]);
}
void check_labels(const Field&) {}
void check_annotations(const Field&) {}

}  // namespace launch::kubernetes
