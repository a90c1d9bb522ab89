#include "compiler/target/vertex/vertex.h"

#include "compiler/target/plain_secrets.h"
#include "compiler/target/portability.h"
#include "compiler/target/vertex/emit.h"
#include "compiler/target/vertex/forms.h"
#include "compiler/target/vertex/gcloud.h"
#include "compiler/target/vertex/judge.h"
#include "compiler/target/vertex/rules.h"

namespace launch {
namespace {

using namespace vertex;

constexpr std::string_view kAliases[] = {"gcp-vertex"};

Artifact emit(const Spec& spec, TargetContext& context) {
  const Node* given = spec.resource_args.find("vertex");
  const Node block = given != nullptr && given->is_mapping()
                         ? *given
                         : Node::mapping({}, spec.source_node.valid() ? spec.source_node.span()
                                                                      : spec.root.span());
  // The request as the layers have it, then what the job says in other words, then what is missing.
  Tree tree(request_of(block, context.arena), kRequestForm, spec, context);
  fill_pools(block, tree, context);
  fill_tasks(spec, tree, context);
  complete(spec, block, tree);

  judge_object(tree.root(), ApiType::CustomJob, context);
  report_plain_secrets(tree.root(), context);
  report_dropped_fields(spec, "vertex", context.diagnostics);
  return {"vertex", Request{"CreateCustomJob", in_customary_order(tree.root(), context.arena)}};
}

constexpr Format kFormats[] = {{"gcloud", write_gcloud_config}};

}  // namespace

const Target vertex_target{"vertex",
                           kAliases,
                           "a CustomJob of Vertex AI",
                           kRules,
                           normalise_forms,
                           emit,
                           judge_finished,
                           list_key,
                           nullptr,
                           kFormats};

}  // namespace launch
