#include "compiler/check/facts.h"
#include "compiler/check/rules.h"

namespace launch {
namespace {

bool is_gpu(std::string_view resource) {
  return resource.ends_with("/gpu") || resource.starts_with("nvidia.com/mig-");
}

}  // namespace

// The short form only: a manifest is judged by the kubernetes target, container by container.
void check_gpu_limit(const CheckContext& context) {
  for (const TargetBlock& block : target_blocks(context)) {
    if (block.target != "kubernetes") continue;
    const Node* requests = block.block.find("requests");
    const Node* limits = block.block.find("limits");
    if (requests == nullptr) continue;
    for (const Member& request : requests->members()) {
      if (!is_gpu(request.key) || request.value.is_null()) continue;
      if (limits != nullptr && limits->find(request.key) != nullptr) continue;
      context.diagnostics.report(
          {&kGpuRequestWithoutLimit,
           request.key_span,
           quoted(request.key) + " is in requests but not in limits; Kubernetes refuses that",
           {},
           "set it under limits, to the same number"});
    }
  }
}

}  // namespace launch
