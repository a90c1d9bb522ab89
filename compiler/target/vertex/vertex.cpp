#include "compiler/target/vertex/vertex.h"

#include "compiler/target/checkpoint.h"
#include "compiler/target/job_words.h"
#include "compiler/target/order.h"
#include "compiler/target/plain_secrets.h"
#include "compiler/target/portability.h"
#include "compiler/target/vertex/emit.h"
#include "compiler/target/vertex/forms.h"
#include "compiler/target/vertex/gcloud.h"
#include "compiler/target/vertex/judge.h"
#include "compiler/target/vertex/rules.h"
#include "compiler/target/words.h"

namespace launch {
namespace {

using vertex::ApiType;

constexpr std::string_view kAliases[] = {"gcp-vertex"};

// As in Google's own examples.
constexpr std::string_view kFirst[] = {
    "displayName", "workerPoolSpecs", "machineSpec", "machineType", "replicaCount",
    "imageUri",    "command",         "args",        "name"};

// gcloud takes these on its command line, where every process sees them.
void report_secrets_in_flags(const Node& job, const TargetContext& context) {
  std::vector<const Node*> flags = {job.find("displayName"),
                                    job.at(Path{"encryptionSpec", "kmsKeyName"})};
  if (const Node* labels = job.find("labels")) {
    for (const Member& label : labels->members()) flags.push_back(&label.value);
  }
  for (const Node* value : flags) {
    if (value == nullptr || !(value->is_secret() || awaits_environment(*value))) continue;
    context.diagnostics.report(
        {&kSecretInArgv,
         value->span(),
         "gcloud would take this value from the environment on its command line",
         {},
         "keep it out of the name, the labels and the key's name"});
  }
}

// Every bucket that the job's account may read is at /gcs in its containers
// (https://cloud.google.com/vertex-ai/docs/training/cloud-storage-file-system).
Spec with_bucket_folder(const Spec& spec, TargetContext& context) {
  const std::optional<Checkpoint> checkpoint = checkpoint_of(spec);
  if (!checkpoint) return spec;
  const Member* place = judge_checkpoint(*checkpoint, "vertex", context.diagnostics);
  constexpr std::string_view kScheme = "gs://";
  if (place == nullptr || !place->value.as_string().starts_with(kScheme)) return spec;
  const Node& uri = place->value;
  const std::string_view bucket = uri.as_string().substr(kScheme.size());
  const Node folder = Node::string(context.arena.join({"/gcs/", bucket}), uri.span())
                          .with_history(uri.history())
                          .with_secret(uri.is_secret())
                          .with_deferred(uri.is_deferred());
  report_other_folder(checkpoint->path, "vertex", folder.as_string(), context.diagnostics);
  return with_checkpoint_path(spec, folder, context.arena);
}

Artifact emit(const Spec& whole, TargetContext& context) {
  const Spec spec = with_bucket_folder(whole, context);
  const Node* given = spec.resource_args.find("vertex");
  const Node block = given != nullptr && given->is_mapping()
                         ? *given
                         : Node::mapping({}, spec.source_node.valid() ? spec.source_node.span()
                                                                      : spec.root.span());
  // The request as the layers have it, then what the job says in other words, then what is missing.
  Tree tree(vertex::request_of(block, context.arena), vertex::kRequestForm, spec, context);
  vertex::fill_pools(block, tree);
  vertex::fill_tasks(spec, tree, context);
  vertex::complete(spec, block, tree);

  vertex::judge_object(tree.root(), ApiType::CustomJob, context, &spec.root);
  report_plain_secrets(tree.root(), context);
  if (context.options.allow_plain_secrets) report_secrets_in_flags(tree.root(), context);
  report_dropped_fields(spec, "vertex", context.diagnostics);
  return {"vertex",
          Request{"CreateCustomJob", in_customary_order(tree.root(), kFirst, context.arena)}};
}

constexpr Format kFormats[] = {{"gcloud", vertex::write_gcloud_config}};

}  // namespace

const Target vertex_target{"vertex",
                           kAliases,
                           "a CustomJob of Vertex AI",
                           vertex::kRules,
                           vertex::normalise_forms,
                           emit,
                           vertex::judge_finished,
                           vertex::list_key,
                           nullptr,
                           kFormats};

}  // namespace launch
