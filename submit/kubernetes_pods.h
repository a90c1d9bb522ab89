// How the pods of a job fare.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "submit/submission.h"

namespace launch::submit {

using Json = nlohmann::json;

// The value below `object` at these keys; null when there is none. Never throws: what a client
// printed need not be what its API promises.
const Json& json_at(const Json& object, std::initializer_list<std::string_view> keys);
std::string text_at(const Json& object, std::initializer_list<std::string_view> keys);
std::int64_t count_at(const Json& object, std::initializer_list<std::string_view> keys);
// The condition of this type in status.conditions that is True; null when none is.
const Json& true_condition(const Json& object, std::string_view type);
// "BackoffLimitExceeded: Job has reached the specified backoff limit"
std::string reason_of(const Json& object);
// Both, with a semicolon where there are both.
std::string joined(const std::string& first, const std::string& second);

using Pods = std::vector<const Json*>;

// One pod, as https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/ describes them.
Observation pod_state(const Json& pod);
// All of them while their owner has not ended: queued, starting or running.
Observation state_of_pods(const Pods& pods);
// The cluster took the place of one of them away, and no pod was tried after it. Their Job has
// ended, or will: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
bool were_preempted(const Pods& pods);
// What the pods that failed say of it: an exit code, and why.
Observation end_of_pods(const Pods& pods);

}  // namespace launch::submit
