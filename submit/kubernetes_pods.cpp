#include "submit/kubernetes_pods.h"

#include <algorithm>

namespace launch::submit {
namespace {

// A container that waits for one of these waits as all do.
constexpr std::string_view kUsualWaits[] = {"ContainerCreating", "PodInitializing"};

bool is_usual(const std::string& reason) {
  return std::find(std::begin(kUsualWaits), std::end(kUsualWaits), reason) != std::end(kUsualWaits);
}

Pods containers_of(const Json& pod) {
  Pods all;
  for (const char* list : {"initContainerStatuses", "containerStatuses"}) {
    const Json& statuses = json_at(pod, {"status", list});
    if (!statuses.is_array()) continue;
    for (const Json& each : statuses) all.push_back(&each);
  }
  return all;
}

std::optional<int> exit_code_of(const Json& terminated) {
  const Json& code = json_at(terminated, {"exitCode"});
  if (!code.is_number_integer()) return std::nullopt;
  return static_cast<int>(code.get<std::int64_t>());
}

// A container that waits and should not, such as for an image that cannot be pulled.
Observation trouble_of(const Json& pod) {
  for (const Json* container : containers_of(pod)) {
    const Json& waiting = json_at(*container, {"state", "waiting"});
    const std::string reason = text_at(waiting, {"reason"});
    if (reason.empty() || is_usual(reason)) continue;
    const Json& last = json_at(*container, {"lastState", "terminated"});
    return {State::Starting, exit_code_of(last), reason_of(waiting)};
  }
  return {};
}

Observation pending(const Json& pod) {
  const Json& conditions = json_at(pod, {"status", "conditions"});
  bool is_scheduled = !text_at(pod, {"spec", "nodeName"}).empty();
  for (const Json& condition : conditions.is_array() ? conditions : Json::array()) {
    if (text_at(condition, {"type"}) != "PodScheduled") continue;
    if (text_at(condition, {"status"}) == "False") return {State::Queued, {}, reason_of(condition)};
    is_scheduled = true;
  }
  if (!is_scheduled) return {State::Queued, {}, {}};
  const Observation trouble = trouble_of(pod);
  return trouble.why.empty() ? Observation{State::Starting, {}, {}} : trouble;
}

// Whoever took the pod away says so in this condition
// (https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions).
std::string disruption_of(const Json& pod) {
  return reason_of(true_condition(pod, "DisruptionTarget"));
}

Observation failed(const Json& pod) {
  Observation end{State::Failed, {}, disruption_of(pod)};
  if (end.why.empty()) end.why = reason_of(json_at(pod, {"status"}));
  for (const Json* container : containers_of(pod)) {
    const Json& terminated = json_at(*container, {"state", "terminated"});
    const std::optional<int> code = exit_code_of(terminated);
    if (!code || *code == 0) continue;
    end.exit_code = code;
    const std::string reason = text_at(terminated, {"reason"});
    // What "Error" says, the exit code says better.
    const bool out_of_memory = reason == "OOMKilled";
    std::string words = out_of_memory ? "it ran out of memory" : text_at(terminated, {"message"});
    if (words.empty() && reason != "Error") words = reason;
    end.why = joined(end.why, words);
    break;
  }
  return end;
}

bool is_leaving(const Json& pod) {
  return !text_at(pod, {"metadata", "deletionTimestamp"}).empty();
}

}  // namespace

const Json& json_at(const Json& object, std::initializer_list<std::string_view> keys) {
  static const Json nothing;
  const Json* value = &object;
  for (const std::string_view key : keys) {
    if (!value->is_object()) return nothing;
    const auto found = value->find(std::string(key));
    if (found == value->end()) return nothing;
    value = &*found;
  }
  return *value;
}

std::string text_at(const Json& object, std::initializer_list<std::string_view> keys) {
  const Json& value = json_at(object, keys);
  return value.is_string() ? value.get<std::string>() : "";
}

std::int64_t count_at(const Json& object, std::initializer_list<std::string_view> keys) {
  const Json& value = json_at(object, keys);
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

const Json& true_condition(const Json& object, std::string_view type) {
  static const Json nothing;
  const Json& conditions = json_at(object, {"status", "conditions"});
  if (!conditions.is_array()) return nothing;
  for (const Json& condition : conditions) {
    if (text_at(condition, {"type"}) == type && text_at(condition, {"status"}) == "True")
      return condition;
  }
  return nothing;
}

std::string reason_of(const Json& object) {
  const std::string reason = text_at(object, {"reason"});
  const std::string message = text_at(object, {"message"});
  return reason + (reason.empty() || message.empty() ? "" : ": ") + message;
}

std::string joined(const std::string& first, const std::string& second) {
  return first + (first.empty() || second.empty() ? "" : "; ") + second;
}

Observation pod_state(const Json& pod) {
  const std::string phase = text_at(pod, {"status", "phase"});
  if (phase == "Succeeded") return {State::Succeeded, 0, {}};
  if (phase == "Failed") return failed(pod);
  if (phase == "Unknown") return {State::Unknown, {}, "its node does not answer"};
  if (is_leaving(pod))
    return {State::Running, {}, joined("its pod is being deleted", disruption_of(pod))};
  if (phase.empty() || phase == "Pending") return pending(pod);
  if (phase != "Running") return {State::Unknown, {}, "its pod is in phase " + phase};
  Observation trouble = trouble_of(pod);
  if (!trouble.why.empty()) return trouble;
  return {State::Running, {}, disruption_of(pod)};
}

Observation state_of_pods(const Pods& pods) {
  // The one that has come furthest counts; what keeps another back is told.
  Observation furthest{State::Queued, {}, {}};
  std::string why;
  bool is_running = false;
  for (const Json* pod : pods) {
    const Observation one = pod_state(*pod);
    if (one.state == State::Succeeded || one.state == State::Failed) continue;
    if (why.empty()) why = one.why;
    is_running = is_running || one.state == State::Running;
    const bool further = one.state == State::Starting && furthest.state == State::Queued;
    if (further || one.state == State::Unknown) furthest = one;
  }
  if (is_running) furthest = {State::Running, {}, {}};
  furthest.why = why;
  return furthest;
}

bool were_preempted(const Pods& pods) {
  std::string newest;
  std::string disrupted;
  // Times in RFC 3339 and UTC are in the order of their letters.
  for (const Json* pod : pods) {
    const std::string created = text_at(*pod, {"metadata", "creationTimestamp"});
    newest = std::max(newest, created);
    const Json& condition = true_condition(*pod, "DisruptionTarget");
    if (!condition.is_null()) disrupted = std::max(disrupted, created + " ");
  }
  return !disrupted.empty() && disrupted > newest;
}

Observation end_of_pods(const Pods& pods) {
  for (const Json* pod : pods) {
    if (text_at(*pod, {"status", "phase"}) == "Failed") return failed(*pod);
  }
  return {};
}

}  // namespace launch::submit
