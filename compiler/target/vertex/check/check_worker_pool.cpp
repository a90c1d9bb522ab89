#include "compiler/target/vertex/check/check.h"
#include "compiler/target/vertex/proto_json.h"
#include "compiler/target/vertex/rules.h"

namespace launch::vertex {
namespace {

void check_replicas(const Field& pool, int number) {
  const Field count = pool["replicaCount"];
  const std::optional<std::int64_t> replicas = proto_integer(count);
  if (!replicas) return;
  if (*replicas < 1) {
    return count.report(kOutOfRange,
                        "replicaCount is " + std::to_string(*replicas) + ", expected at least 1");
  }
  if (number == 0 && *replicas != 1) {
    count.report(kReplicaCount,
                 "the first worker pool has " + std::to_string(*replicas) +
                     " replicas, and the primary replica is one",
                 "put the other " + std::to_string(*replicas - 1) + " into a second worker pool");
  }
}

}  // namespace

void check_worker_pool(const Field& pool, int number, bool machine_given) {
  // All but the first may be skipped by an empty one (custom_job.proto, worker_pool_specs).
  if (pool.empty()) {
    if (number == 0 && pool.present()) {
      pool.report(kMissingField, "the first worker pool is empty, and it has the primary replica");
    }
    return;
  }
  if (!pool.is_map()) return;
  if (pool["containerSpec"].absent() && pool["pythonPackageSpec"].absent()) {
    pool["containerSpec"].report(
        kMissingField, (pool.name().empty() ? "the worker pool" : quoted(pool.name())) +
                           " has neither containerSpec nor pythonPackageSpec, expected one");
  }
  // machine_resources.proto, MachineSpec.machine_type: required as part of a worker pool.
  const Field machine = pool["machineSpec"];
  if (!machine_given && machine["machineType"].absent() && (machine.absent() || machine.is_map())) {
    machine["machineType"].report(
        kMissingField,
        (pool.name().empty() ? "the worker pool" : quoted(pool.name())) + " has no machineType");
  }
  check_replicas(pool, number);
  check_machine(machine);
  check_container(pool["containerSpec"]);
  check_python_package(pool["pythonPackageSpec"]);
  check_disk(pool["diskSpec"]);
  check_mounts(pool);
}

}  // namespace launch::vertex
