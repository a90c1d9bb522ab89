#include "compiler/target/kubernetes/kubernetes.h"

#include <algorithm>
#include <array>

#include "compiler/target/kubernetes/api.h"
#include "compiler/target/kubernetes/block_keys.h"
#include "compiler/target/kubernetes/check/container_rules.h"
#include "compiler/target/kubernetes/check/job_rules.h"
#include "compiler/target/kubernetes/check/pod_rules.h"
#include "compiler/target/kubernetes/emit.h"
#include "compiler/target/kubernetes/emit_rules.h"
#include "compiler/target/kubernetes/judge.h"
#include "compiler/target/kubernetes/kubectl_yaml.h"
#include "compiler/target/kubernetes/rules.h"
#include "compiler/target/kubernetes/yaml_rules.h"
#include "compiler/target/order.h"
#include "compiler/target/portability.h"

namespace launch {
namespace {

using kubernetes::Places;

// The rules of the subjects, each of which lists its own.
template <std::size_t... sizes>
constexpr auto join(const std::array<const Rule*, sizes>&... lists) {
  std::array<const Rule*, (sizes + ...)> all{};
  auto end = all.begin();
  ((end = std::copy(lists.begin(), lists.end(), end)), ...);
  return all;
}
constexpr auto kAllRules =
    join(kubernetes::kRules, kubernetes::kEmitRules, kubernetes::kContainerRules,
         kubernetes::kPodRules, kubernetes::kJobRules, kubernetes::kYamlRules);

// Everybody writes these first, and in this order.
constexpr std::string_view kFirst[] = {"apiVersion", "kind",    "metadata", "name",
                                       "image",      "command", "args"};

// What the API server says of the object, as far as the job is to blame: the limit of a device may
// still be added by a queue or base, so that this is a warning here.
void judge_rendered(const Node& object, const Spec& spec, TargetContext& context) {
  Diagnostics found;
  kubernetes::judge_object(object, {context.arena, context.sources, found, context.options},
                           &spec.root);
  for (const Diagnostic& diagnostic : found.all()) {
    const bool advice = diagnostic.rule == &kubernetes::kGpuWithoutLimit;
    context.diagnostics.report_as(advice ? Severity::Warning : diagnostic.severity, diagnostic);
  }
}

Artifact emit(const Spec& spec, TargetContext& context) {
  const Node* given = spec.resource_args.find("kubernetes");
  const Node block = given != nullptr && given->is_mapping()
                         ? kubernetes::with_known_keys(*given, context)
                         : Node::mapping({}, spec.source_node.valid() ? spec.source_node.span()
                                                                      : spec.root.span());
  // The manifest as the layers have it, then what the job says in other words, then what is
  // missing.
  Tree tree(kubernetes::without_short_form(block, context.arena), kubernetes::kManifestForm, spec,
            context);
  const Places places = kubernetes::find_places(tree);
  kubernetes::lower_short_form(block, places, tree, context);
  kubernetes::fill_containers(spec, places, tree, context);
  kubernetes::mount_checkpoints(spec, places, tree, context);
  kubernetes::set_priority(spec, places, tree, context);
  kubernetes::complete(spec, places, tree);

  // What the job needs comes before it.
  Manifest manifest;
  const Node secret = kubernetes::extract_secrets(spec, places, tree, context);
  if (secret.valid()) manifest.documents.push_back(secret);
  for (const Node& service : kubernetes::emit_services(spec, tree, context)) {
    manifest.documents.push_back(service);
  }
  manifest.documents.push_back(in_customary_order(tree.root(), kFirst, context.arena));

  judge_rendered(manifest.documents.back(), spec, context);
  report_dropped_fields(spec, "kubernetes", context.diagnostics);
  return {"kubernetes", std::move(manifest)};
}

}  // namespace

const Target kubernetes_target{"kubernetes",
                               {},
                               "a Kubernetes Job manifest",
                               kAllRules,
                               kubernetes::normalise_short_form,
                               emit,
                               kubernetes::judge_finished,
                               kubernetes::list_key,
                               &kubernetes::kKubectlDialect};

}  // namespace launch
