#include "compiler/target/kubernetes/emit.h"
#include "compiler/target/kubernetes/emit_rules.h"
#include "compiler/target/kubernetes/pod_templates.h"
#include "compiler/target/names.h"

namespace launch::kubernetes {
namespace {

// Tells the objects beside a job from the job (wandb, kubernetes_runner.py).
constexpr std::string_view kAuxiliaryLabel = "wandb.ai/auxiliary-resource";

Node emit_service(const Node& config, const Spec& spec, const Tree& job, TargetContext& context) {
  Tree service(config, kManifestForm, spec, context);
  constexpr std::string_view kWhy = "belongs to the run";
  const Node id = service.built_in(
      legal_label_value(spec.run_id.valid() ? spec.run_id.as_string() : "run"), kWhy);
  std::vector<Path> metadata{Path{"metadata"}};
  for (const Path& pod : find_pod_templates(config)) {
    if (!pod.empty()) metadata.push_back(pod / "metadata");
  }
  for (const Path& each : metadata) {
    service.complete(each / "labels" / kRunIdLabel, id);
    service.complete(each / "labels" / kAuxiliaryLabel, id);
  }
  if (const Node* where = job.find(Path{"metadata", "namespace"})) {
    service.complete(Path{"metadata", "namespace"}, *where);
  }
  return service.root();
}

}  // namespace

std::vector<Node> emit_services(const Spec& spec, const Tree& job, TargetContext& context) {
  std::vector<Node> services;
  const Node* all = spec.root.find("additional_services");
  if (all == nullptr) return services;
  for (const Node& entry : all->items()) {
    const Node* config = entry.find("config");
    if (config != nullptr && config->is_mapping() && config->size() > 0) {
      services.push_back(emit_service(*config, spec, job, context));
    } else {
      context.diagnostics.report(
          {&kNoService, entry.span(), "this additional service has no config, and does nothing"});
    }
  }
  return services;
}

}  // namespace launch::kubernetes
