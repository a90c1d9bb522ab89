// What W&B's agent calls what it sees of a cluster, and what launch calls the same.
#include "submit/kubernetes_state.h"
#include "tests/wandb_cases.h"

namespace launch::tests {
namespace {

// W&B has words for less: what it calls stopping, launch calls running.
Outcome in_our_words(const Outcome& theirs) {
  const std::map<std::string, std::string> kWords = {{"finished", "succeeded"},
                                                     {"stopping", "running"}};
  if (!theirs || !theirs->is_string()) return "unknown";
  const auto found = kWords.find(theirs->get<std::string>());
  return found == kWords.end() ? *theirs : Json(found->second);
}

Json state_of(const Json& items) {
  return std::string(name_of(submit::kubernetes_state(Json{{"items", items}}.dump()).state));
}

Compared custom_resource(const Json& input, const Outcome& theirs) {
  Json status = field(input, "status", Json::object());
  if (input.contains("conditions")) status["conditions"] = input["conditions"];
  const Json object = {{"apiVersion", "example.com/v1"}, {"kind", "Train"}, {"status", status}};
  return {state_of(Json::array({object})), in_our_words(theirs)};
}

Json job_with(const Json& status) {
  return {{"apiVersion", "batch/v1"}, {"kind", "Job"}, {"status", status}};
}

Compared job_events(const Json& input, const Outcome& theirs) {
  const Json& last = input["events"].back();
  const bool is_gone = last.contains("type") && last["type"] == "DELETED";
  return {state_of(is_gone ? Json::array() : Json::array({job_with(last)})), in_our_words(theirs)};
}

Compared pod_events(const Json& input, const Outcome& theirs) {
  const Json& last = input["events"].back();
  Json status = {{"phase", last["phase"]}};
  if (last.contains("cond")) status["conditions"] = Json::array({last["cond"]});
  if (last.contains("waiting")) {
    const Json state = {{"waiting", {{"reason", last["waiting"]}}}};
    status["containerStatuses"] = Json::array({Json{{"state", state}}});
  }
  Json pod = {{"kind", "Pod"},
              {"metadata", {{"ownerReferences", Json::array({Json{{"kind", "Job"}}})}}},
              {"status", status}};
  // A container that waits is on a node.
  if (last.contains("waiting")) pod["spec"]["nodeName"] = "node";
  return {state_of(Json::array({job_with(Json::object()), pod})), in_our_words(theirs)};
}

}  // namespace

Mappers state_mappers() {
  return {{"crd_state_from_conditions", custom_resource},
          {"jobset_state", custom_resource},
          {"job_state_from_events", job_events},
          {"job_state_from_pod_events", pod_events}};
}

}  // namespace launch::tests
