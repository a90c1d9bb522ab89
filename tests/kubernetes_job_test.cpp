// Jobs, CronJobs, metadata and selectors, against what an API server of 1.36.3 said of the same.
#include <algorithm>
#include <array>
#include <sstream>

#include "tests/catch.h"
#include "tests/kubernetes_checks.h"

namespace launch::tests {
namespace {

struct Row {
  std::string_view fields;
  std::string_view expected;
};

constexpr std::string_view kPod =
    "{restartPolicy: Never, containers: [{name: main, image: busybox}]}";

std::string text(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const std::string_view part : parts) all += part;
  return all;
}

// The order of findings in one line says nothing.
std::string sorted_findings(const std::string& findings) {
  std::vector<std::string> all;
  std::istringstream in(findings);
  for (std::string one; std::getline(in >> std::ws, one, ',');) all.push_back(one);
  std::sort(all.begin(), all.end());
  std::string result;
  for (const std::string& one : all) result += (result.empty() ? "" : ", ") + one;
  return result;
}

std::string named(std::size_t size) { return std::string(size, 'a'); }

// Line 1 has the kind, line 2 the metadata, line 3 the fields of the spec, line 4 the template.
std::string job(std::string_view metadata, std::string_view fields, std::string_view pod_metadata) {
  return text({"{apiVersion: batch/v1, kind: Job,\nmetadata: {", metadata, "}, spec: {\n", fields,
               fields.empty() ? "" : ",", "\ntemplate: {metadata: {", pod_metadata,
               "}, spec: ", kPod, "}}}\n"});
}

std::string cron_job(std::string_view metadata, std::string_view fields, std::string_view job) {
  return text({"{apiVersion: batch/v1, kind: CronJob,\nmetadata: {", metadata, "}, spec: {\n",
               fields, fields.empty() ? "" : ",", " jobTemplate: {spec: {\n", job,
               job.empty() ? "" : ",", "template: {spec: ", kPod, "}}}}}\n"});
}

}  // namespace

TEST_CASE("metadata of a Job") {
  const std::string long_value(64, 'v');
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"name: train", ""},
      {"generateName: train-", ""},
      {"", "2 missing-field"},
      {"name: ''", "2 missing-field"},
      {"name: '', generateName: train-", ""},
      {"name: my_job", "2 bad-name"},
      {"name: train.1", "2 doubtful-value"},
      {"name: train, generateName: Train_", "2 bad-name"},
      {"generateName: Train_", "2 bad-name"},
      {"name: [train]", "2 wrong-type"},
      {"name: " + named(63), ""},
      {"name: " + named(64), "2 long-name"},
      {"generateName: " + named(200), ""},
      {"name: train, namespace: ML_team", "2 bad-name"},
      {"name: train, namespace: ''", ""},
      {"name: train, labels: {team: ML team}", "2 bad-label"},
      {"name: train, labels: {team: " + long_value + "}", "2 bad-label"},
      {"name: train, labels: {a/b/c: v, -bad: v, ok: '', example.com/x: y}",
       "2 bad-label, 2 bad-label"},
      {"name: train, labels: {team: null}", ""},
      {"name: train, annotations: {Example.com/Note: 'any text: at all', /x: y}", "2 bad-label"},
      {"name: train, annotations: {a: " + std::string(256 * 1024 - 1, 'x') + "}", ""},
      {"name: train, annotations: {a: " + std::string(256 * 1024, 'x') + "}", "2 out-of-range"},
      {"name: train, finalizers: [example.com/keep, orphan, kubernetes]", ""},
      {"name: train, finalizers: [keep]", "2 bad-name"},
      {"name: train, finalizers: [orphan, foregroundDeletion]", "2 forbidden-field"},
      {"name: train, ownerReferences: [{apiVersion: v1, kind: Pod, name: a, uid: b}]", ""},
      {"name: train, ownerReferences: [{apiVersion: apps/, kind: Pod, name: a, uid: b}]",
       "2 bad-format"},
      {"name: train, ownerReferences: [{apiVersion: a/b/c, kind: Pod, name: a, uid: b}]",
       "2 bad-format"},
      {"name: train, ownerReferences: [{}]",
       "2 missing-field, 2 missing-field, 2 missing-field, 2 missing-field"},
      {"name: train, ownerReferences: [{apiVersion: v1, kind: Event, name: a, uid: b}]",
       "2 forbidden-field"},
      {"name: train, ownerReferences: [{apiVersion: v1, kind: A, name: a, uid: b, controller: "
       "true}, {apiVersion: v1, kind: B, name: a, uid: b, controller: true}]",
       "2 duplicate"},
      {"name: train, resourceVersion: '12'", "2 resource-version"},
      {"name: train, managedFields: [{manager: " + named(129) +
           ", operation: Update, apiVersion: batch/v1, fieldsType: FieldsV1, fieldsV1: {'f:spec': "
           "{}}}]",
       "2 out-of-range"},
      // The server starts its own list when one entry is of no use to it.
      {"name: train, managedFields: [{manager: " + named(129) + ", operation: Write}]", ""},
      {"name: train, creationTimestamp: null, uid: x, generation: -1", ""},
  };
  for (const auto& [metadata, expected] : rows) {
    INFO(metadata.substr(0, 200));
    CHECK(judged(job(metadata, "", "")) == expected);
  }
  CHECK(judged("{apiVersion: batch/v1, spec: {template: {spec: " + std::string(kPod) +
               "}},\nkind: Job, metadata:\n}") == "2 missing-field");
}

TEST_CASE("counts and modes of a Job") {
  constexpr std::array<Row, 40> rows{{
      {"parallelism: -1, completions: -1, backoffLimit: -1",
       "3 out-of-range, 3 out-of-range, "
       "3 out-of-range"},
      {"activeDeadlineSeconds: -1, ttlSecondsAfterFinished: -1", "3 out-of-range, 3 out-of-range"},
      {"parallelism: 0, completions: 0, backoffLimit: 0", ""},
      {"suspend: true, backoffLimit: null", ""},
      {"managedBy: example.com/controller", ""},
      {"managedBy: kueue", "3 bad-format"},
      {"managedBy: ''", "3 missing-field"},
      {"managedBy: example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
       "3 out-of-range"},
      {"completionMode: Indexed", ""},
      {"completionMode: indexed", "3 unsupported-value"},
      {"completionMode: ''", "3 missing-field"},
      {"completionMode: Indexed, parallelism: 2", "2 indexed-job"},
      {"completionMode: Indexed, completions: 2, parallelism: 100001", "3 indexed-job"},
      {"completionMode: NonIndexed, parallelism: 100001", ""},
      {"backoffLimitPerIndex: 1", "3 indexed-job"},
      {"backoffLimitPerIndex: -1", "3 indexed-job, 3 out-of-range"},
      {"maxFailedIndexes: 1", "2 indexed-job, 3 indexed-job"},
      {"completionMode: Indexed, completions: 4, maxFailedIndexes: 1", "2 indexed-job"},
      {"completionMode: Indexed, completions: 4, backoffLimitPerIndex: 1, maxFailedIndexes: 4", ""},
      {"completionMode: Indexed, completions: 4, backoffLimitPerIndex: 1, maxFailedIndexes: 5",
       "3 indexed-job"},
      {"completionMode: Indexed, completions: 100001, backoffLimitPerIndex: 1", "2 indexed-job"},
      {"completionMode: Indexed, completions: 100001, backoffLimitPerIndex: 1, parallelism: 10001, "
       "maxFailedIndexes: 10001",
       "3 indexed-job, 3 indexed-job"},
      {"completionMode: Indexed, completions: 100001, backoffLimitPerIndex: 1, parallelism: 10000, "
       "maxFailedIndexes: 10000",
       ""},
      {"completionMode: Indexed, completions: 100001", ""},
      {"podReplacementPolicy: Failed", ""},
      {"podReplacementPolicy: failed", "3 unsupported-value"},
      {"podReplacementPolicy: ''", "3 missing-field"},
      {"podReplacementPolicy: TerminatingOrFailed, podFailurePolicy: {rules: []}",
       "3 failure-policy"},
      {"successPolicy: {rules: []}", "3 indexed-job"},
      {"completionMode: Indexed, successPolicy: {rules: []}", "3 missing-field"},
      {"completionMode: Indexed, successPolicy: {rules: [{}]}", "3 missing-field"},
      {"completionMode: Indexed, completions: 9, successPolicy: {rules: [{succeededIndexes: "
       "'0,2-4,+8'}, {succeededCount: 9}]}",
       ""},
      {"completionMode: Indexed, completions: 9, successPolicy: {rules: [{succeededIndexes: '9'}, "
       "{succeededIndexes: 4-4}, {succeededIndexes: '3,2'}, {succeededIndexes: 1-2-3}, "
       "{succeededIndexes: '1,'}, {succeededIndexes: a}]}",
       "3 success-policy, 3 success-policy, 3 success-policy, 3 success-policy, "
       "3 success-policy, 3 success-policy"},
      {"completionMode: Indexed, completions: 9, successPolicy: {rules: [{succeededCount: 10}, "
       "{succeededCount: -1}, {succeededIndexes: 0-2, succeededCount: 4}]}",
       "3 out-of-range, 3 success-policy, 3 success-policy"},
      {"completionMode: Indexed, completions: 9, successPolicy: {rules: [{succeededIndexes: '', "
       "succeededCount: 1}]}",
       "3 success-policy"},
      {"podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}, "
       "{action: FailJob, onExitCodes: {operator: In, values: [1, 2]}}]}",
       ""},
      {"podFailurePolicy: {rules: [{}]}", "3 failure-policy, 3 missing-field"},
      {"podFailurePolicy: {rules: [{action: FailIndex, onExitCodes: {operator: In, values: [0]}}, "
       "{action: failJob, onExitCodes: {operator: in, values: []}}]}",
       "3 failure-policy, 3 failure-policy, 3 missing-field, 3 unsupported-value, "
       "3 unsupported-value"},
      {"podFailurePolicy: {rules: [{action: Count, onExitCodes: {operator: NotIn, values: [0, 3, "
       "2, 3], containerName: mian}}]}",
       "3 duplicate, 3 failure-policy, 3 unknown-reference"},
      {"podFailurePolicy: {rules: [{action: Count, onPodConditions: [{type: a b, status: 'Yes'}], "
       "onExitCodes: {operator: In, values: [1], containerName: main}}]}",
       "3 bad-label, 3 failure-policy, 3 unsupported-value"},
  }};
  for (const Row& row : rows) {
    INFO(row.fields);
    CHECK(sorted_findings(judged(job("name: train", row.fields, ""))) == row.expected);
  }
}

TEST_CASE("a failure policy and the pods that it needs") {
  const std::string policy =
      "{apiVersion: batch/v1, kind: Job, metadata: {name: train}, spec: {\n"
      "podFailurePolicy: {rules: []}, template: {spec: {\nrestartPolicy: OnFailure,\n"
      "containers: [{name: main, image: busybox}]}}}}";
  CHECK(judged(policy) == "3 failure-policy");
}

TEST_CASE("names that Kubernetes makes more of") {
  const std::vector<std::array<std::string, 3>> rows = {
      {"name: " + named(61), "completionMode: Indexed, completions: 10", ""},
      {"name: " + named(61), "completionMode: Indexed, completions: 11", "2 long-name"},
      {"name: a.b", "completionMode: Indexed", "2 indexed-job"},
      {"name: a.b", "completionMode: Indexed, completions: 0", "2 doubtful-value"},
      {"name: a.b", "", "2 doubtful-value"},
      {"name: a.b", "completionMode: Indexed, completions: 100001, parallelism: 10001",
       "2 indexed-job, 3 doubtful-value"},
      {"generateName: " + named(56), "completionMode: Indexed", ""},
      {"generateName: " + named(57), "completionMode: Indexed", "2 long-name"},
      {"name: " + named(64), "manualSelector: true, selector: {}", "2 doubtful-value"},
  };
  for (const auto& [metadata, fields, expected] : rows) {
    INFO(metadata << " " << fields);
    CHECK(judged(job(metadata, fields, "")) == expected);
  }
}

TEST_CASE("a Job's selector and the labels of its pods") {
  struct Selection {
    std::string_view fields, labels, expected;
  };
  constexpr std::array<Selection, 21> rows{{
      {"", "labels: {app: train}", ""},
      {"selector: {}", "", ""},
      {"selector: {matchLabels: {app: x}}", "labels: {app: x}", "3 generated-label"},
      {"selector: {matchLabels: {job-name: train}}", "", ""},
      {"selector: {matchLabels: {job-name: other}}", "", "3 generated-label"},
      {"selector: {matchLabels: {batch.kubernetes.io/controller-uid: 0-1}}", "",
       "3 generated-label"},
      {"selector: {matchExpressions: [{key: app, operator: DoesNotExist}]}", "", ""},
      {"selector: {matchExpressions: [{key: app, operator: DoesNotExist}]}", "labels: {app: x}",
       "4 selector-mismatch"},
      {"selector: {matchExpressions: [{key: job-name, operator: NotIn, values: [x]}]}", "", ""},
      {"", "labels: {job-name: train}", ""},
      {"", "labels: {job-name: other}", "4 generated-label"},
      {"", "labels: {job-name: null}", "4 generated-label"},
      {"", "labels: {controller-uid: 0-1}", "4 generated-label"},
      {"manualSelector: true", "", "2 missing-field"},
      {"manualSelector: true, selector: {}", "", ""},
      {"manualSelector: true, selector: {matchLabels: {app: x}}", "labels: {app: x, b: c}", ""},
      {"manualSelector: true, selector: {matchLabels: {app: x}}", "labels: {app: y}",
       "4 selector-mismatch"},
      {"manualSelector: true, selector: {matchLabels: {app: x}}", "", "4 selector-mismatch"},
      {"manualSelector: true, selector: {matchExpressions: [{key: a, operator: In, values: [x, "
       "y]}, {key: b, operator: Exists}]}",
       "labels: {a: y, b: ''}", ""},
      {"selector: {matchLabels: {app: a b}}", "", "3 bad-label"},
      {"selector: {matchExpressions: [{key: app, operator: Is}, {operator: In}, {key: a, operator: "
       "Exists, values: [b]}]}",
       "", "3 unsupported-value, 3 missing-field, 3 operator-values, 3 operator-values"},
  }};
  for (const Selection& row : rows) {
    INFO(row.fields << " " << row.labels);
    CHECK(judged(job("name: train", row.fields, row.labels)) == row.expected);
  }
}

TEST_CASE("a CronJob") {
  struct Timer {
    std::string_view fields, job, expected;
    std::string_view version = {};
  };
  constexpr std::array<Timer, 16> rows{{
      {"schedule: '*/5 0 * * mon-fri'", "", ""},
      {"concurrencyPolicy: Forbid", "", "2 missing-field"},
      {"schedule: ''", "", "3 missing-field"},
      {"schedule: '@daily', timeZone: Europe/Berlin, concurrencyPolicy: ''", "", ""},
      {"schedule: '@daily', timeZone: Europe/Berln", "", "3 unknown-time-zone"},
      {"schedule: '@daily', concurrencyPolicy: forbid", "", "3 unsupported-value"},
      {"schedule: '@daily', startingDeadlineSeconds: -1, successfulJobsHistoryLimit: -1, "
       "failedJobsHistoryLimit: -1",
       "", "3 out-of-range, 3 out-of-range, 3 out-of-range"},
      {"schedule: 'TZ=UTC 0 0 * * *'", "", "3 bad-schedule"},
      {"schedule: '@daily'", "selector: {}", "4 generated-label"},
      {"schedule: '@daily'", "manualSelector: true", "4 generated-label"},
      {"schedule: '@daily'", "manualSelector: false, backoffLimit: -1", "4 out-of-range"},
      {"schedule: '@daily'", "completionMode: Indexed", "3 indexed-job"},
      {"schedule: '@daily'", "completionMode: Indexed, completions: 1", ""},
      {"schedule: '@daily'",
       "podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: a}]}]}", ""},
      {"schedule: '@daily'",
       "podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: a}]}]}", "", "1.34"},
      {"schedule: '@daily'",
       "podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: a}]}]}",
       "4 missing-field", "1.33"},
  }};
  for (const Timer& row : rows) {
    INFO(row.fields << " " << row.job);
    CHECK(judged(cron_job("name: nightly", row.fields, row.job), row.version) == row.expected);
  }
  const std::string_view daily = "schedule: '@daily'";
  CHECK(judged(cron_job("name: " + named(52), daily, "")).empty());
  CHECK(judged(cron_job("name: " + named(53), daily, "")) == "2 long-name");
  CHECK(judged(cron_job("generateName: " + named(47), daily, "")).empty());
  CHECK(judged(cron_job("generateName: " + named(48), daily, "")) == "2 long-name");
}

}  // namespace launch::tests
