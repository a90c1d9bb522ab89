#include "submit/kubernetes_state.h"

#include <algorithm>

#include "submit/kubernetes_pods.h"

namespace launch::submit {
namespace {

bool is_deleted(const Json& object) {
  return !text_at(object, {"metadata", "deletionTimestamp"}).empty();
}

// "1 of its pods failed", "2 of 5 completions": how far a job of several pods has come.
std::string progress_of(const Json& job) {
  const std::int64_t wanted = count_at(job, {"spec", "completions"});
  const std::int64_t done = count_at(job, {"status", "succeeded"});
  const std::int64_t failed = count_at(job, {"status", "failed"});
  std::string words;
  if (wanted > 1) words = std::to_string(done) + " of " + std::to_string(wanted) + " completions";
  if (failed > 0) {
    words = joined(words, std::to_string(failed) + (failed == 1 ? " pod" : " pods") +
                              " failed, and the job tries again");
  }
  return words;
}

// Only the conditions say that a Job has ended: one pod's success need not be the whole, and one
// pod's failure is tried again (https://kubernetes.io/docs/concepts/workloads/controllers/job/).
Observation job_state(const Json& job, const Pods& pods) {
  if (!true_condition(job, "Complete").is_null()) return {State::Succeeded, 0, {}};
  if (const Json& failed = true_condition(job, "Failed"); !failed.is_null()) {
    const Observation end = end_of_pods(pods);
    Observation seen{State::Failed, end.exit_code, joined(end.why, reason_of(failed))};
    seen.preempted = were_preempted(pods);
    return seen;
  }
  if (is_deleted(job)) return {State::Running, {}, "it is being deleted"};
  for (const char* target : {"FailureTarget", "SuccessCriteriaMet"}) {
    const Json& condition = true_condition(job, target);
    if (condition.is_null()) continue;
    return {State::Running, {}, joined("its pods are being stopped", reason_of(condition))};
  }
  if (json_at(job, {"spec", "suspend"}) == true) {
    Observation waits{State::Queued, {}, "it is suspended"};
    waits.held_back = true;
    return waits;
  }
  Observation now = state_of_pods(pods);
  // The pods may not be there yet, or be forbidden to us; the Job counts them itself.
  if (now.state == State::Queued && pods.empty() && count_at(job, {"status", "ready"}) > 0)
    now.state = State::Running;
  now.why = joined(now.why, progress_of(job));
  // By the time the Job has failed, its pods may be gone.
  const bool tries_again = count_at(job, {"spec", "backoffLimit"}) > 0;
  now.preempted = !tries_again && were_preempted(pods);
  return now;
}

// It never ends; each of its runs does.
Observation cron_job_state(const Json& cron_job) {
  if (json_at(cron_job, {"spec", "suspend"}) == true) return {State::Queued, {}, "it is suspended"};
  const Json& active = json_at(cron_job, {"status", "active"});
  const bool runs = active.is_array() && !active.empty();
  const std::string last = text_at(cron_job, {"status", "lastScheduleTime"});
  return {runs ? State::Running : State::Queued,
          {},
          "runs at " + text_at(cron_job, {"spec", "schedule"}) +
              (last.empty() ? "" : ", last " + last)};
}

struct StateWord {
  std::string_view word;
  State state;
};
// What operators call states, in lower case: Kubeflow's conditions
// (training-operator, pkg/apis/kubeflow.org/v1/common_types.go), JobSet's, Volcano's phases
// (apis/pkg/apis/batch/v1alpha1/job.go), Ray's jobStatus, Argo's phase, Spark's state.
// The first that is found counts: an end before what was so before it.
constexpr StateWord kStateWords[] = {
    {"succeeded", State::Succeeded}, {"complete", State::Succeeded},
    {"completed", State::Succeeded}, {"failed", State::Failed},
    {"error", State::Failed},        {"aborted", State::Failed},
    {"terminated", State::Failed},   {"timeout", State::Failed},
    {"stopped", State::Cancelled},   {"suspended", State::Queued},
    {"restarting", State::Starting}, {"running", State::Running},
    {"completing", State::Running},  {"terminating", State::Running},
    {"aborting", State::Running},    {"created", State::Starting},
    {"submitted", State::Starting},  {"initializing", State::Starting},
    {"pending", State::Queued},      {"inqueue", State::Queued},
    {"queued", State::Queued},       {"waiting", State::Queued},
};

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// A word for the state, and what goes with it.
struct Said {
  std::string word, why;
};

std::vector<Said> said_in(const Json& status) {
  std::vector<Said> all;
  const Json& state = json_at(status, {"state"});
  for (const Json* object : {&status, &state, &json_at(status, {"applicationState"})}) {
    for (const char* key : {"phase", "state", "jobStatus"}) {
      if (const std::string word = text_at(*object, {key}); !word.empty())
        all.push_back({lower(word), reason_of(*object)});
    }
  }
  const Json& conditions = json_at(status, {"conditions"});
  for (const Json& condition : conditions.is_array() ? conditions : Json::array()) {
    if (text_at(condition, {"status"}) == "True")
      all.push_back({lower(text_at(condition, {"type"})), reason_of(condition)});
  }
  return all;
}

Observation custom_state(const Json& object, const Pods& pods) {
  const std::string kind = text_at(object, {"kind"});
  const std::vector<Said> said = said_in(json_at(object, {"status"}));
  for (const StateWord& known : kStateWords) {
    const auto found =
        std::find_if(said.begin(), said.end(), [&](const Said& s) { return s.word == known.word; });
    if (found == said.end()) continue;
    Observation seen{known.state, {}, known.state == State::Succeeded ? "" : found->why};
    if (known.state == State::Failed) {
      const Observation end = end_of_pods(pods);
      seen.exit_code = end.exit_code;
      seen.why = joined(end.why, seen.why);
    }
    return seen;
  }
  if (is_deleted(object)) return {State::Running, {}, "it is being deleted"};
  if (!pods.empty()) {
    Observation now = state_of_pods(pods);
    if (now.state == State::Running || now.state == State::Starting || !now.why.empty()) return now;
  }
  if (said.empty()) {
    return {State::Unknown, {}, "its status is empty: is a controller for " + kind + " installed?"};
  }
  return {
      State::Unknown, {}, "the status of a " + kind + " is not known here: " + said.front().word};
}

}  // namespace

Observation kubernetes_state(const std::string& printed) {
  const Json list = Json::parse(printed, nullptr, false);
  const Json& items = json_at(list, {"items"});
  if (!items.is_array()) return {State::Unknown, {}, "kubectl printed no list of objects"};
  const Json* object = nullptr;
  Pods pods;
  for (const Json& item : items) {
    const bool is_pod = text_at(item, {"kind"}) == "Pod";
    // A pod that nobody owns was submitted as it is.
    const bool is_made = is_pod && json_at(item, {"metadata", "ownerReferences"}).is_array();
    if (is_made) {
      pods.push_back(&item);
    } else {
      object = &item;
    }
  }
  if (object == nullptr) {
    Observation gone{State::Unknown,
                     {},
                     "it is not there any more: it was deleted, or its time to live is over"};
    gone.gone = true;
    return gone;
  }
  const std::string kind = text_at(*object, {"kind"});
  const bool is_batch = text_at(*object, {"apiVersion"}).starts_with("batch/");
  if (is_batch && kind == "Job") return job_state(*object, pods);
  if (is_batch && kind == "CronJob") return cron_job_state(*object);
  if (kind == "Pod") {
    Observation seen = pod_state(*object);
    seen.preempted = seen.state == State::Failed && were_preempted({object});
    return seen;
  }
  Observation seen = custom_state(*object, pods);
  seen.preempted = seen.state == State::Failed && were_preempted(pods);
  return seen;
}

}  // namespace launch::submit
