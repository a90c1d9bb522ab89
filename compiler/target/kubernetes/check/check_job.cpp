// Jobs (k8s.io/kubernetes v1.36.3, pkg/apis/batch/validation/validation.go, ValidateJob and
// validateJobSpec; defaults in pkg/apis/batch/v1/defaults.go, SetDefaults_Job).
#include "compiler/target/kubernetes/check/job.h"
#include "compiler/target/kubernetes/check/job_rules.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/check/requirements.h"
#include "compiler/target/kubernetes/grammar.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch::kubernetes {
namespace {

constexpr std::int64_t kMostParallel = 100'000;       // maxParallelismForIndexedJob
constexpr std::int64_t kMostFailedIndexes = 100'000;  // maxFailedIndexesForIndexedJob
constexpr std::int64_t kManyCompletions = 100'000;    // completionsSoftLimit
constexpr std::int64_t kMostOfMany = 10'000;          // ...LimitForHighCompletions

void check_managed_by(const Field& managed_by) {
  constexpr std::size_t kLongest = 63;  // maxManagedByLength
  if (!managed_by.present() || !require_text(managed_by)) return;
  const std::string_view text = managed_by.text_or_empty();
  if (managed_by.report(kBadFormat, check_domain_prefixed_path(text)) || text.size() <= kLongest) {
    return;
  }
  managed_by.report(kOutOfRange, managed_by.name() + " has " + std::to_string(text.size()) +
                                     " bytes, expected " + std::to_string(kLongest) + " at most");
}

bool refuse_above(const Field& field, std::int64_t most, std::string_view reason) {
  const std::optional<std::int64_t> number = field.integer();
  if (!number || *number <= most) return false;
  field.report(kIndexedJob, field.name() + " is " + std::to_string(*number) + ", expected " +
                                std::to_string(most) + " at most" + std::string(reason));
  return true;
}

// Source: k8s.io/kubernetes v1.36.3, pkg/api/job/warnings.go
void warn_many_at_once(const Field& parallelism, std::int64_t completions) {
  if (completions <= kManyCompletions || parallelism.integer().value_or(0) <= kMostOfMany) return;
  parallelism.report(kDoubtfulValue, parallelism.name() +
                                         " is above 10000 and completions above 100000: the Job's "
                                         "status may lose track of so many indexes");
}

// So many indexes can fail that the Job's status could not list them.
void check_many_indexes(const JobSpec& job) {
  constexpr std::string_view kReason =
      " with more than 100000 completions and backoffLimitPerIndex";
  const Field failed = job["maxFailedIndexes"];
  if (failed.absent()) {
    failed.report(kIndexedJob, failed.name() + " is missing, and needed" + std::string(kReason),
                  "set it to at most 10000");
  }
  refuse_above(job["parallelism"], kMostOfMany, kReason);
  refuse_above(failed, kMostOfMany, kReason);
}

void check_indexed(const JobSpec& job) {
  const Field failed = job["maxFailedIndexes"];
  if (job.lacks_completions()) {
    job["completions"].report(
        kIndexedJob, job["completions"].name() + " is missing, and an Indexed Job needs it");
  }
  const std::optional<std::int64_t> completions = job.completions();
  if (completions && *completions > kManyCompletions && job["backoffLimitPerIndex"].present()) {
    return check_many_indexes(job);
  }
  if (!refuse_above(job["parallelism"], kMostParallel, " in an Indexed Job") && completions) {
    warn_many_at_once(job["parallelism"], *completions);
  }
  if (completions && *completions >= 0 && *completions < kMostFailedIndexes) {
    refuse_above(failed, *completions, ", the number of completions");
  } else {
    refuse_above(failed, kMostFailedIndexes, " in an Indexed Job");
  }
}

void refuse_without_indexes(const Field& field) {
  if (field.absent()) return;
  field.report_key(kIndexedJob, field.name() + " counts indexes, which this Job does not have",
                   "add completionMode: Indexed");
}

void check_completion_mode(const JobSpec& job) {
  static constexpr std::string_view kModes[] = {"NonIndexed", "Indexed"};
  const Field mode = job["completionMode"];
  if (mode.present()) require_choice(mode, kModes);
  if (job.indexed()) {
    check_indexed(job);
  } else if (job.not_indexed()) {
    refuse_without_indexes(job["backoffLimitPerIndex"]);
    refuse_without_indexes(job["maxFailedIndexes"]);
    refuse_without_indexes(job["successPolicy"]);
  }
  const Field failed = job["maxFailedIndexes"];
  const Field limit = job["backoffLimitPerIndex"];
  if (failed.absent() || limit.present()) return;
  limit.report_key_with(kIndexedJob, limit.name() + " is missing, and maxFailedIndexes needs it",
                        {{failed.key_span(), "set here"}});
}

// When a failed pod is replaced. What a podFailurePolicy leaves of the choice is its own subject.
void check_replacement_policy(const JobSpec& job) {
  static constexpr std::string_view kPolicies[] = {"Failed", "TerminatingOrFailed"};
  const Field policy = job["podReplacementPolicy"];
  if (policy.absent() || !require_choice(policy, kPolicies)) return;
  if (job["podFailurePolicy"].is_map() && policy.text_or_empty() != "Failed") {
    policy.report_with(kFailurePolicy,
                       policy.name() + " is " + quoted(policy.text_or_empty()) +
                           ", expected \"Failed\" beside podFailurePolicy",
                       job["podFailurePolicy"], "set here");
  }
}

}  // namespace

bool JobSpec::not_indexed() const {
  const Field mode = field_["completionMode"];
  return mode.absent() || mode.text_or_empty() == "NonIndexed";
}

std::optional<std::int64_t> JobSpec::completions() const {
  const Field completions = field_["completions"];
  if (completions.present()) return completions.integer();
  if (lacks_completions()) return {};
  return 1;
}

bool JobSpec::lacks_completions() const {
  return field_["completions"].absent() && (in_cron_job() || field_["parallelism"].present());
}

void check_job_spec(const JobSpec& job) {
  for (const std::string_view count :
       {"parallelism", "completions", "activeDeadlineSeconds", "backoffLimit",
        "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes"}) {
    check_not_negative(job[count]);
  }
  check_managed_by(job["managedBy"]);
  check_completion_mode(job);
  check_failure_policy(job);
  check_success_policy(job);
  check_replacement_policy(job);
  check_pod_template(job["template"], {true});
}

void check_job(const Field& job) {
  const JobSpec spec(job["spec"], JobSpec::Of::Job);
  check_metadata(job["metadata"]);
  check_job_name(job["metadata"], spec);
  if (!is_object(spec.field())) return;
  check_job_spec(spec);
  check_job_selector(job["metadata"], spec);
}

}  // namespace launch::kubernetes
