#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

void check_job(const Field& job) {
  check_metadata(job["metadata"]);
  check_pod_template(job["spec"]["template"], {true});
}

}  // namespace launch::kubernetes
