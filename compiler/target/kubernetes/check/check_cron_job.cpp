// CronJobs (k8s.io/kubernetes v1.36.3, pkg/apis/batch/validation/validation.go,
// ValidateCronJobCreate; defaults in pkg/apis/batch/v1/defaults.go, SetDefaults_CronJob).
#include "compiler/target/kubernetes/check/job.h"
#include "compiler/target/kubernetes/check/job_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/rules.h"
#include "compiler/target/kubernetes/schedule.h"

namespace launch::kubernetes {
namespace {

void check_time(const Field& spec) {
  const Field schedule = spec["schedule"];
  if (require_text(schedule)) {
    schedule.report(kBadSchedule, check_schedule(schedule.text_or_empty()));
  }
  const Field zone = spec["timeZone"];
  if (zone.is_text()) zone.report(kUnknownTimeZone, check_time_zone(zone.text_or_empty()));
}

// Each Job of it is a new one, whose selector the server makes.
void check_job_template(const Field& job_template) {
  if (!is_object(job_template)) return;
  const JobSpec job(job_template["spec"], JobSpec::Of::CronJob);
  if (!is_object(job.field())) return;
  check_job_spec(job);
  const Field selector = job["selector"];
  if (selector.present()) {
    selector.report_key(kGeneratedLabel, "the server makes the selector of each Job of a CronJob",
                        "remove it");
  }
  if (job["manualSelector"].is_true()) {
    job["manualSelector"].report(
        kGeneratedLabel, "the server makes the selector of each Job of a CronJob", "remove it");
  }
}

}  // namespace

void check_cron_job(const Field& cron_job) {
  static constexpr std::string_view kPolicies[] = {"Allow", "Forbid", "Replace"};
  const Field spec = cron_job["spec"];
  check_metadata(cron_job["metadata"]);
  check_cron_job_name(cron_job["metadata"]);
  if (!is_object(spec)) return;
  check_time(spec);
  check_not_negative(spec["startingDeadlineSeconds"]);
  check_choice(spec["concurrencyPolicy"], kPolicies);
  check_job_template(spec["jobTemplate"]);
  check_not_negative(spec["successfulJobsHistoryLimit"]);
  check_not_negative(spec["failedJobsHistoryLimit"]);
}

}  // namespace launch::kubernetes
