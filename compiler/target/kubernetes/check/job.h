// A Job's spec under judgement, and its parts.
#pragma once

#include <optional>

#include "compiler/target/kubernetes/check/check.h"

namespace launch::kubernetes {

// The spec of a Job, or of the Jobs of a CronJob, with what the server fills in.
class JobSpec {
 public:
  enum class Of : std::uint8_t { Job, CronJob };
  JobSpec(const Field& spec, Of of) : field_(spec), of_(of) {}

  const Field& field() const { return field_; }
  Field operator[](std::string_view key) const { return field_[key]; }
  // The server completes a Job when it is created, which those of a CronJob are only later.
  bool in_cron_job() const { return of_ == Of::CronJob; }
  bool indexed() const { return field_["completionMode"].text_or_empty() == "Indexed"; }
  // Absent, or said to be what it is by default.
  bool not_indexed() const;
  // The number of completions; nothing when there is none or nobody can tell.
  std::optional<std::int64_t> completions() const;
  bool lacks_completions() const;

 private:
  Field field_;
  Of of_;
};

void check_job_spec(const JobSpec& job);                             // check_job.cpp
void check_failure_policy(const JobSpec& job);                       // check_failure_policy.cpp
void check_success_policy(const JobSpec& job);                       // check_success_policy.cpp
void check_job_name(const Field& metadata, const JobSpec& job);      // check_job_name.cpp
void check_cron_job_name(const Field& metadata);                     // check_job_name.cpp
void check_job_selector(const Field& metadata, const JobSpec& job);  // check_job_selector.cpp

}  // namespace launch::kubernetes
