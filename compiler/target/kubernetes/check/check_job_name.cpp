// What Kubernetes makes of the names of Jobs and CronJobs (k8s.io/kubernetes v1.36.3,
// pkg/apis/batch/validation/validation.go, ValidateJob and ValidateCronJobCreate).
#include <algorithm>

#include "compiler/target/kubernetes/check/job.h"
#include "compiler/target/kubernetes/check/job_rules.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/grammar.h"

namespace launch::kubernetes {
namespace {

constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestCronJob = 52;

// A name as written, or what will be made of generateName: at most 58 bytes of it, and five more
// (k8s.io/apiserver, pkg/storage/names/generate.go).
struct ObjectName {
  Field field;
  std::string_view text;
  std::size_t size;
};

// Nothing when there is none, or one that is wrong in itself.
std::optional<ObjectName> name_in(const Field& metadata) {
  constexpr std::size_t kLongestBase = 58;
  constexpr std::size_t kRandom = 5;
  const Field name = metadata["name"];
  const Field field = name.empty() ? metadata["generateName"] : name;
  if (field.empty() || !field.is_text() || field.unknown()) return {};
  const std::string_view text = field.text_or_empty();
  if (!name.empty()) {
    if (check_dns_subdomain(text)) return {};
    return ObjectName{field, text, text.size()};
  }
  if (check_generate_name(text)) return {};
  const std::string_view base = text.substr(0, kLongestBase);
  return ObjectName{field, base, base.size() + kRandom};
}

void report_long(const ObjectName& name, std::size_t most, const std::string& reason) {
  const bool generated = name.field.key() == "generateName";
  name.field.report(kLongName, quoted(name.text) +
                                   (generated ? " with what is put behind it" : "") + " has " +
                                   std::to_string(name.size) + " bytes, expected " +
                                   std::to_string(most) + " at most: " + reason);
}

// Both labels of the pods that are to hold the name are given, right or wrong.
bool has_own_labels(const JobSpec& job) {
  const Field labels = job["template"]["metadata"]["labels"];
  if (!labels.is_map()) return false;
  return labels.node().find("job-name") != nullptr &&
         labels.node().find("batch.kubernetes.io/job-name") != nullptr;
}

// Pods are named after their Job, and their host names after them
// (pkg/registry/batch/job/strategy.go, WarningsOnCreate).
void warn_host_name(const ObjectName& name) {
  if (name.size <= kLongestLabel && name.text.find('.') == std::string_view::npos) return;
  name.field.report(kDoubtfulValue, quoted(name.text) +
                                        " is no DNS label, and the host names of the pods begin "
                                        "with it: expected 63 bytes at most, without dots");
}

void check_indexed_name(const ObjectName& name, std::int64_t completions) {
  const std::string last = "-" + std::to_string(completions - 1);
  const std::size_t dot = name.text.find('.');
  if (dot != std::string_view::npos) {
    name.field.report(kIndexedJob,
                      Trouble{quoted(name.text) +
                                  " holds a dot, and the host names NAME-INDEX of an Indexed Job's "
                                  "pods cannot",
                              "", dot, dot + 1});
  } else if (name.size + last.size() > kLongestLabel) {
    report_long(name, kLongestLabel - last.size(),
                "with " + quoted(last) + " behind it, it is the host name of the last pod");
  }
}

}  // namespace

void check_job_name(const Field& metadata, const JobSpec& job) {
  const std::optional<ObjectName> name = name_in(metadata);
  if (!name) return;
  const bool labels = !job["manualSelector"].is_true() && !has_own_labels(job);
  const std::int64_t completions = job.indexed() ? job.completions().value_or(0) : 0;
  if (completions > 0) {
    check_indexed_name(*name, completions);
  } else if (labels && name->size > kLongestLabel) {
    report_long(*name, kLongestLabel, "it becomes the label \"job-name\" of the pods");
  } else {
    warn_host_name(*name);
  }
}

void check_cron_job_name(const Field& metadata) {
  const std::optional<ObjectName> name = name_in(metadata);
  if (!name) return;
  if (name->size <= kLongestCronJob) return warn_host_name(*name);
  report_long(*name, kLongestCronJob, "each Job of it puts 11 bytes behind the name");
}

}  // namespace launch::kubernetes
