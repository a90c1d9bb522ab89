#include "compiler/target/vertex/check/check.h"
#include "compiler/target/vertex/grammar.h"
#include "compiler/target/vertex/rules.h"

namespace launch::vertex {
namespace {

void check_resource_field(const Field& field, std::string_view shape) {
  if (field.is_text() && !field.empty()) {
    field.report(kBadName, check_resource(field.text_or_empty(), shape));
  }
}

// The primary replica, workers, parameter servers, evaluators.
void check_worker_pools(const Field& pools, bool machine_given) {
  constexpr std::size_t kMost = 4;
  if (pools.is_list() && pools.size() == 0) {
    pools.report(kMissingField, "workerPoolSpecs is empty, expected at least one worker pool");
  }
  if (pools.size() > kMost) {
    pools.item(kMost).report(kReplicaCount, "a job has at most " + std::to_string(kMost) +
                                                " worker pools, and this is the fifth");
  }
  int number = 0;
  for (const Field& pool : pools.items()) check_worker_pool(pool, number++, machine_given);
}

// Tensorboard's logs are written by the job's own account
// (https://cloud.google.com/vertex-ai/docs/experiments/tensorboard-training).
void check_tensorboard(const Field& spec) {
  const Field tensorboard = spec["tensorboard"];
  check_resource_field(tensorboard, "projects/PROJECT/locations/REGION/tensorboards/ID");
  if (!tensorboard.empty() && spec["serviceAccount"].empty()) {
    tensorboard.report_key(kConflict, "tensorboard needs a serviceAccount that may write to it");
  }
}

void check_experiment(const Field& spec) {
  constexpr std::string_view kContext =
      "projects/PROJECT/locations/REGION/metadataStores/STORE/contexts/NAME";
  check_resource_field(spec["experiment"], kContext);
  check_resource_field(spec["experimentRun"], kContext);
  if (!spec["experimentRun"].empty() && spec["experiment"].empty()) {
    spec["experimentRun"].report_key(kConflict, "experimentRun needs the experiment it is part of");
  }
}

}  // namespace

void check_job_spec(const Field& spec) {
  check_worker_pools(spec["workerPoolSpecs"], !spec["persistentResourceId"].empty());
  check_scheduling(spec["scheduling"]);
  const Field account = spec["serviceAccount"];
  if (account.is_text() && !account.empty()) {
    account.report(kBadName, check_service_account(account.text_or_empty()));
  }
  check_network(spec);
  const Field output = spec["baseOutputDirectory"]["outputUriPrefix"];
  if (check_not_empty(output)) {
    output.report(kBadBucket, check_storage_uri(output.text_or_empty()));
  }
  check_tensorboard(spec);
  check_experiment(spec);
  for (const Field& model : spec["models"].items()) {
    check_resource_field(model, "projects/PROJECT/locations/REGION/models/MODEL");
  }
  const Field persistent = spec["persistentResourceId"];
  if (persistent.is_text() && !persistent.empty()) {
    persistent.report(kBadName, check_resource_id(persistent.text_or_empty()));
  }
}

}  // namespace launch::vertex
