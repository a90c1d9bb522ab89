#include "compiler/target/kubernetes/kubernetes.h"

#include "compiler/target/kubernetes/judge.h"
#include "compiler/target/kubernetes/rules.h"

namespace launch {
namespace {

Node normalise_args(const Node& args, TargetContext&) { return args; }

Artifact emit(const Spec& spec, TargetContext& context) {
  const Node* block = spec.resource_args.find("kubernetes");
  Manifest manifest;
  if (block != nullptr && block->is_mapping()) manifest.documents.push_back(*block);
  for (const Node& document : manifest.documents) kubernetes::judge_object(document, context);
  return {"kubernetes", std::move(manifest)};
}

}  // namespace

const Target kubernetes_target{
    "kubernetes",   {},   "a Kubernetes Job manifest", kubernetes::kRules,
    normalise_args, emit, kubernetes::judge_finished,  nullptr};

}  // namespace launch
