#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

void check_cron_job(const Field& cron_job) {
  check_metadata(cron_job["metadata"]);
  check_pod_template(cron_job["spec"]["jobTemplate"]["spec"]["template"], {true});
}

}  // namespace launch::kubernetes
