// Images that are built in a Kubernetes cluster, by kaniko or buildkit: the objects to create.
#pragma once

#include "compiler/build/plan.h"
#include "compiler/build/registry.h"

namespace launch::build {

// What the builder blocks say of it, the strongest first. A Node that nobody set is not valid().
struct ClusterSettings {
  Node store;  // s3://…, gs://… or https://…: where the context is put
  Node claim;  // or the PersistentVolumeClaim that holds it
  Node job_name, build_namespace, service_account;
  Node secret_name, secret_key;
  Node image;   // of the builder itself
  Node config;  // a Job to lay over what is made here
  Node region;  // of the agent's environment
};
ClusterSettings cluster_settings(const PlanInput& input, std::string_view builder);

inline bool builds_in_cluster(const Plan& plan) {
  return plan.builder.as_string() == "kaniko" || plan.builder.as_string() == "buildkit";
}

// Whether somebody says where the code is fetched from, and where the image is pushed to.
inline bool has_places(const Plan& plan, const ClusterSettings& settings) {
  return plan.pushes && (settings.store.valid() || settings.claim.valid());
}

struct ClusterInput {
  const Plan& plan;
  const ClusterSettings& settings;
  const Known& known;
  Arena& arena;
  SourceMap& sources;
};
// The Job is the last of the objects. What only the code tells is deferred.
Artifact cluster_artifact(const ClusterInput& input);
// Where the context is put: STORE/TAG.tar.gz, or TAG.tar.gz on the claim.
Node context_name(const ClusterInput& input);
// The Pod that a context is handed to, for a claim.
Node context_receiver(const ClusterInput& input);

}  // namespace launch::build
