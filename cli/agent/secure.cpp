#include "cli/agent/secure.h"

#include <algorithm>

#include "compiler/target/kubernetes/pod_templates.h"

namespace launch::cli {
namespace {

// As W&B's agent (wandb/sdk/launch/agent/agent.py, _assert_secure): fields of the pod that may not
// be there at all. It looks at plain Jobs only; a custom resource's pods are no safer.
constexpr std::string_view kForbidden[] = {"hostPID", "hostIPC", "hostNetwork", "initContainers"};

std::string insecure_pod(const Node& spec) {
  for (const std::string_view field : kForbidden) {
    if (spec.find(field) != nullptr) return std::string(field) + " in the pod's spec";
  }
  const Node* containers = spec.find("containers");
  if (containers == nullptr) return {};
  const bool commands =
      std::any_of(containers->items().begin(), containers->items().end(),
                  [](const Node& container) { return container.find("command") != nullptr; });
  return commands ? "command in a container" : "";
}

}  // namespace

std::string insecure(const queue::Order& order) {
  std::string what;
  if (order.replaces_entrypoint) what = "an entry point of the job's own";
  if (const auto* manifest = std::get_if<Manifest>(&order.artifact.content)) {
    const Node& job = manifest->documents.back();
    for (const Path& path : kubernetes::find_pod_templates(job)) {
      const Node* pod = job.at(path);
      const Node* spec = pod == nullptr ? nullptr : pod->find("spec");
      if (spec != nullptr && what.empty()) what = insecure_pod(*spec);
    }
  }
  return what.empty() ? what : "secure_mode does not allow " + what;
}

}  // namespace launch::cli
