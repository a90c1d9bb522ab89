#include "compiler/target/vertex/forms.h"

#include <algorithm>

#include "compiler/spec/schema_rules.h"
#include "compiler/target/field.h"
#include "compiler/target/spelling.h"
#include "compiler/target/text.h"
#include "compiler/target/vertex/proto_json.h"

namespace launch::vertex {
namespace {

// A key and its place in the request. Names are the proto's, and those of W&B's spec and run, which
// are arguments of google.cloud.aiplatform.CustomJob (google/cloud/aiplatform/jobs.py).
struct Key {
  std::string_view name;
  std::string_view place;  // steps with dots between
};

constexpr Key kKeys[] = {
    {"display_name", "displayName"},
    {"labels", "labels"},
    {"encryption_spec", "encryptionSpec"},
    {"encryption_spec_key_name", "encryptionSpec.kmsKeyName"},
    {"kms_key_name", "encryptionSpec.kmsKeyName"},
    {"job_spec", "jobSpec"},
    {"worker_pool_specs", "jobSpec.workerPoolSpecs"},
    {"scheduling", "jobSpec.scheduling"},
    {"timeout", "jobSpec.scheduling.timeout"},
    {"strategy", "jobSpec.scheduling.strategy"},
    {"scheduling_strategy", "jobSpec.scheduling.strategy"},
    {"max_wait_duration", "jobSpec.scheduling.maxWaitDuration"},
    {"restart_job_on_worker_restart", "jobSpec.scheduling.restartJobOnWorkerRestart"},
    {"disable_retries", "jobSpec.scheduling.disableRetries"},
    {"service_account", "jobSpec.serviceAccount"},
    {"network", "jobSpec.network"},
    {"reserved_ip_ranges", "jobSpec.reservedIpRanges"},
    {"psc_interface_config", "jobSpec.pscInterfaceConfig"},
    {"base_output_directory", "jobSpec.baseOutputDirectory"},
    {"base_output_dir", "jobSpec.baseOutputDirectory.outputUriPrefix"},
    {"output_uri_prefix", "jobSpec.baseOutputDirectory.outputUriPrefix"},
    {"tensorboard", "jobSpec.tensorboard"},
    {"enable_web_access", "jobSpec.enableWebAccess"},
    {"enable_dashboard_access", "jobSpec.enableDashboardAccess"},
    {"experiment", "jobSpec.experiment"},
    {"experiment_run", "jobSpec.experimentRun"},
    {"persistent_resource_id", "jobSpec.persistentResourceId"},
    {"protected_artifact_location_id", "jobSpec.protectedArtifactLocationId"},
    {"models", "jobSpec.models"},
    {"machine_spec", "worker_pool.machineSpec"},
    {"machine_type", "worker_pool.machineSpec.machineType"},
    {"accelerator_type", "worker_pool.machineSpec.acceleratorType"},
    {"accelerator_count", "worker_pool.machineSpec.acceleratorCount"},
    {"gpu_partition_size", "worker_pool.machineSpec.gpuPartitionSize"},
    {"tpu_topology", "worker_pool.machineSpec.tpuTopology"},
    {"reservation_affinity", "worker_pool.machineSpec.reservationAffinity"},
    {"replica_count", "worker_pool.replicaCount"},
    {"container_spec", "worker_pool.containerSpec"},
    {"python_package_spec", "worker_pool.pythonPackageSpec"},
    {"disk_spec", "worker_pool.diskSpec"},
    {"boot_disk_type", "worker_pool.diskSpec.bootDiskType"},
    {"boot_disk_size_gb", "worker_pool.diskSpec.bootDiskSizeGb"},
    {"nfs_mounts", "worker_pool.nfsMounts"},
    {"lustre_mounts", "worker_pool.lustreMounts"},
    // Of the client that submits, not of the request.
    {"staging_bucket", "staging_bucket"},
    {"project", "project"},
    {"location", "location"},
    {"region", "location"},
    {"sync", "sync"},
    {"builder", "builder"},
};
constexpr std::string_view kOfTheClient[] = {kStagingBucket, "project", "location", "sync",
                                             "builder"};

const Key* find_key(std::string_view name) {
  const auto* found = std::find_if(std::begin(kKeys), std::end(kKeys),
                                   [&](const Key& key) { return same_key(key.name, name); });
  return found == std::end(kKeys) ? nullptr : found;
}

// Fields of a CustomJob that nobody sets; the judge says so.
bool is_output_only(std::string_view key) {
  const Path path{camel_case(key)};
  return !api_schema(ApiType::CustomJob).annotation(path, "x-field-behavior").empty();
}

Path path_of(std::string_view place) {
  Path path;
  for (const std::string_view step : split(place, '.')) path.emplace_back(step);
  return path;
}

// The names in a value as the API has them.
Node named_as_api(const Node& value, const Path& path, TargetContext& context) {
  if (path.front() == kEveryPool) {
    return with_json_names(value, Path(path.begin() + 1, path.end()), ApiType::WorkerPoolSpec,
                           context);
  }
  return with_json_names(value, path, ApiType::CustomJob, context);
}

class Former {
 public:
  Former(const Node& block, TargetContext& context)
      : context_(context), tree_(Node::mapping({}, block.span()), kRequestForm, spec_, context) {}

  void take(const Node& block, const std::string& prefix) {
    for (const Member& member : block.members()) {
      const bool wandb = prefix.empty() && (member.key == "spec" || member.key == "run");
      if (wandb && member.value.is_mapping()) {
        take(member.value, std::string(member.key) + ".");
        continue;
      }
      if (const Key* key = find_key(member.key)) {
        put(path_of(key->place), member, prefix + std::string(member.key));
      } else if (is_output_only(member.key)) {
        put({std::string(member.key)}, member, prefix + std::string(member.key));
      } else {
        report_unknown(member, prefix);
      }
    }
  }

  Node result() const { return tree_.root(); }

 private:
  void report_unknown(const Member& member, const std::string& prefix) {
    if (++unknown_ > Judgement::kMostFindings) return;
    std::vector<std::string_view> known;
    for (const Key& key : kKeys) known.push_back(key.name);
    context_.diagnostics.report(
        {&kUnknownKey,
         member.key_span,
         "unknown key " + quoted(prefix + std::string(member.key)) + " in what vertex is told",
         {},
         suggest(did_you_mean(member.key, known))});
  }

  void put(const Path& path, const Member& member, const std::string& name) {
    // What takes away a weaker layer's value, or replaces it as a whole, is kept as it is.
    if (member.value.is_null() || member.value.tag() != Node::Tag::None) {
      return tree_.set(path, named_as_api(member.value, path, context_), member.key_span);
    }
    tree_.lay(path, named_as_api(member.value, path, context_), member.key_span, name);
  }

  TargetContext& context_;
  std::size_t unknown_ = 0;  // keys that have been reported
  Spec spec_;                // no layers: what is said twice with different values is a mistake
  Tree tree_;
};

}  // namespace

Node normalise_forms(const Node& block, TargetContext& context) {
  Former former(block, context);
  former.take(block, "");
  return former.result().with_tag(block.tag()).with_history(block.history());
}

Node request_of(const Node& block, Arena& arena) {
  MappingBuilder builder(block);
  builder.erase(kEveryPool);
  for (const std::string_view key : kOfTheClient) builder.erase(key);
  return builder.build(arena, block.span()).with_history(block.history());
}

}  // namespace launch::vertex
