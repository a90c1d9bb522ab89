#include "compiler/target/portability.h"

#include "compiler/spec/spec_rules.h"

namespace launch {
namespace {

void report(Span place, std::string_view target, std::string_view what, std::string way_out,
            Diagnostics& diagnostics) {
  diagnostics.report({&kDropped,
                      place,
                      "target " + std::string(target) + " cannot " + std::string(what),
                      {},
                      std::move(way_out)});
}

}  // namespace

void report_dropped_fields(const Spec& spec, std::string_view target, Diagnostics& diagnostics) {
  for (const Node& artifact : spec.input_artifacts.items()) {
    const Member* path = artifact.find_member("path");
    if (path == nullptr || path->value.is_null()) continue;
    report(path->key_span, target, "place an artifact at a path; the job has to download it itself",
           "call run.use_artifact(…).download(root=…) in the job", diagnostics);
  }
  for (const Node& artifact : spec.output_artifacts.items()) {
    const Member* path = artifact.find_member("path");
    if (path == nullptr || path->value.is_null()) continue;
    report(path->key_span, target, "log an artifact from a path; the job has to log it itself",
           "call run.log_artifact(…) in the job", diagnostics);
  }
  const Node* overrides = spec.root.find("overrides");
  const Member* folder = overrides == nullptr ? nullptr : overrides->find_member("working_dir");
  if (folder != nullptr && !folder->value.is_null()) {
    report(folder->key_span, target,
           "start in overrides.working_dir: only W&B's base-image jobs have it",
           target == "docker" ? "set resource_args.docker.workdir"
                              : "change the folder in the command",
           diagnostics);
  }
  const Member* services = spec.root.find_member("additional_services");
  if (services != nullptr && services->value.size() > 0 && target != "kubernetes") {
    report(services->key_span, target, "run additional_services; only Kubernetes has them", {},
           diagnostics);
  }
}

}  // namespace launch
