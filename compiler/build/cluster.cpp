#include "compiler/build/cluster.h"

#include "compiler/build/cluster_job.h"
#include "compiler/spec/wandb_env.h"

namespace launch::build {
namespace {

Node text_of(const std::vector<const Node*>& builders, std::string_view key) {
  for (const Node* builder : builders) {
    const Node* node = builder == nullptr ? nullptr : builder->find(key);
    if (node != nullptr && node->is_string() && !node->as_string().empty()) return *node;
  }
  return {};
}

// The weaker blocks' lie below the stronger ones'.
Node map_of(const std::vector<const Node*>& builders, std::string_view key) {
  for (const Node* builder : builders) {
    const Node* node = builder == nullptr ? nullptr : builder->find(key);
    if (node != nullptr && node->is_mapping()) return *node;
  }
  return {};
}

}  // namespace

ClusterSettings cluster_settings(const PlanInput& input, std::string_view builder) {
  const std::vector<const Node*> builders = builders_of(input);
  ClusterSettings settings;
  settings.store = text_of(builders, "build-context-store");
  settings.claim = text_of(builders, "build-context-claim");
  settings.job_name = text_of(builders, "build-job-name");
  settings.build_namespace = text_of(builders, "build-namespace");
  settings.service_account = text_of(builders, "build-service-account");
  settings.secret_name = text_of(builders, "secret-name");
  settings.secret_key = text_of(builders, "secret-key");
  const bool kaniko = builder == "kaniko";
  settings.image = text_of(builders, kaniko ? "kaniko-image" : "buildkit-image");
  settings.config = map_of(builders, kaniko ? "kaniko-config" : "buildkit-config");
  if (const Node* environment = input.agent.find("environment")) {
    settings.region = text_of({environment}, "region");
  }
  return settings;
}

Artifact cluster_artifact(const ClusterInput& input) {
  const ClusterJob job(input);
  const bool kaniko = input.plan.builder.as_string() == "kaniko";
  return {kBuildTarget, kaniko ? kaniko_manifest(job, input) : buildkit_manifest(job, input)};
}

Node context_receiver(const ClusterInput& input) {
  const ClusterJob job(input);
  const Parts& parts = job.parts();
  constexpr std::string_view kWhy = "waits for the context";
  const Node container =
      parts.map({{"name", parts.text("receive", kWhy)},
                 {"image", parts.text("busybox:1.37.0", "has dd")},
                 {"command", parts.list({parts.text("sleep", kWhy), parts.text("600", kWhy)})},
                 {"volumeMounts", parts.list({job.mount("context", kContextFolder)})}});
  return parts.map({{"apiVersion", parts.text("v1", "a Pod")},
                    {"kind", parts.text("Pod", "puts the context on the claim")},
                    {"metadata", job.metadata("context")},
                    {"spec", parts.map({{"restartPolicy", parts.text("Never", kWhy)},
                                        {"serviceAccountName", input.settings.service_account},
                                        {"containers", parts.list({container})},
                                        {"volumes", parts.list({job.claim_volume()})}})}});
}

Node context_name(const ClusterInput& input) {
  const ClusterJob job(input);
  if (!job.store()) return job.parts().around("", job.tag(), ".tar.gz");
  const Node& store = input.settings.store;
  std::string_view folder = store.as_string();
  while (folder.ends_with('/')) folder.remove_suffix(1);
  const Node at = Node::string(folder, store.span()).with_history(store.history());
  const Node name = job.parts().joined(at, "/", job.tag());
  return job.parts().around("", name, ".tar.gz");
}

}  // namespace launch::build
