#include "compiler/target/vertex/check/check.h"
#include "compiler/target/vertex/grammar.h"
#include "compiler/target/vertex/machine_types.h"
#include "compiler/target/vertex/proto_json.h"
#include "compiler/target/vertex/rules.h"

namespace launch::vertex {
namespace {

// What a machine is asked to have.
struct Wish {
  Field machine;
  std::string_view type;         // empty when not known
  std::string_view accelerator;  // empty when none is asked for
  std::optional<std::int64_t> count;
  Field kind() const { return machine["acceleratorType"]; }
  Field number() const { return machine["acceleratorCount"]; }
};

std::string gpus(std::int64_t count, std::string_view accelerator) {
  return std::to_string(count) + " " + std::string(accelerator);
}

// One without the other.
bool check_pair(const Wish& wish) {
  if (wish.count.value_or(0) > 0 && wish.accelerator.empty() && !wish.kind().unknown()) {
    wish.number().report_key(kAccelerator, "acceleratorCount is " + std::to_string(*wish.count) +
                                               ", and no acceleratorType says of what");
    return false;
  }
  // One that is no number has been reported by the schema.
  const bool none = wish.number().absent() || wish.count == 0;
  if (!wish.accelerator.empty() && none) {
    wish.kind().report(kAccelerator, "acceleratorType is " + std::string(wish.accelerator) +
                                         ", and no acceleratorCount says how many");
    return false;
  }
  return true;
}

void check_fixed(const Wish& wish, const FixedGpus& has) {
  const std::string all = gpus(has.count, has.accelerator);
  if (wish.accelerator.empty()) {
    if (wish.kind().unknown()) return;
    return wish.machine["machineType"].report(
        kNoAccelerator,
        std::string(has.machine_type) + " comes with " + all + ", and the job does not name them");
  }
  if (wish.accelerator != has.accelerator) {
    return wish.kind().report(kAccelerator,
                              std::string(has.machine_type) + " has " + all + ", and this is " +
                                  std::string(wish.accelerator),
                              suggest(has.accelerator));
  }
  if (wish.count && *wish.count != has.count) {
    wish.number().report(kAccelerator,
                         std::string(has.machine_type) + " has " + all + ", and this is " +
                             std::to_string(*wish.count),
                         suggest(std::to_string(has.count)));
  }
}

// n1: each GPU serves a limited number of vCPUs.
void check_attached(const Wish& wish) {
  if (wish.accelerator.empty()) return;
  const AttachedGpu* gpu = attached_gpu(wish.accelerator);
  if (gpu == nullptr) {
    return wish.kind().report(kAccelerator,
                              "n1 machines take no " + std::string(wish.accelerator) +
                                  ", expected one of NVIDIA_TESLA_T4, V100, P100, P4 and K80");
  }
  if (!wish.count) return;
  const int cpus = cpus_of(wish.type);
  std::string counts;
  for (int count = 1; count <= gpu->most; count *= 2) {
    // The largest machines have more vCPUs for each of all that there are.
    if (count * gpu->cpus_each < cpus && count < gpu->most) continue;
    if (*wish.count == count) return;
    const bool last = count * 2 > gpu->most;
    counts += (counts.empty() ? "" : last ? " or " : ", ") + std::to_string(count);
  }
  wish.number().report(kAccelerator, std::string(wish.type) + " takes " + counts + " " +
                                         std::string(wish.accelerator) + ", and this is " +
                                         std::to_string(*wish.count));
}

void check_tpu(const Wish& wish) {
  if (wish.accelerator.empty() || wish.accelerator.starts_with("TPU_")) return;
  wish.kind().report(kAccelerator, std::string(wish.type) + " is made of TPUs, and this is " +
                                       std::string(wish.accelerator));
}

void report_unknown(const Wish& wish) {
  std::vector<std::string_view> known;
  for (const FixedGpus& each : all_fixed_gpus()) known.push_back(each.machine_type);
  wish.machine["machineType"].report(kUnknownMachineType,
                                     "no machine type " + quoted(wish.type) + " is known here",
                                     suggest(did_you_mean(wish.type, known)));
}

void check_accelerators(const Wish& wish) {
  // A number may stand for one that nobody knows yet.
  if (wish.kind().present() && !wish.kind().is_text()) return;
  // What is no accelerator at all is the schema's to say.
  if (!wish.accelerator.empty() && !is_known_accelerator(wish.accelerator)) return;
  if (!check_pair(wish) || wish.type.empty()) return;
  switch (series_of(wish.type)) {
    case Series::Unknown:
      return report_unknown(wish);
    case Series::Plain:
      if (wish.accelerator.empty()) return;
      return wish.kind().report(kAccelerator, std::string(wish.type) + " takes no accelerators");
    case Series::General:
      return check_attached(wish);
    case Series::Tpu:
      return check_tpu(wish);
    case Series::Gpu:
      if (const FixedGpus* gpus = fixed_gpus(wish.type)) return check_fixed(wish, *gpus);
      return report_unknown(wish);
  }
}

// reservation_affinity.proto.
void check_reservation(const Field& affinity) {
  const bool specific =
      affinity["reservationAffinityType"].text_or_empty() == "SPECIFIC_RESERVATION";
  for (const char* name : {"key", "values"}) {
    const Field field = affinity[name];
    if (specific && field.empty()) {
      affinity["reservationAffinityType"].report(kConflict,
                                                 std::string("SPECIFIC_RESERVATION needs ") + name);
    }
    if (!specific && !field.empty() && affinity["reservationAffinityType"].is_text()) {
      field.report_key(kConflict, std::string(name) + " goes with SPECIFIC_RESERVATION only");
    }
  }
  for (const Field& value : affinity["values"].items()) {
    if (!value.is_text()) continue;
    value.report(kBadName, check_resource(value.text_or_empty(),
                                          "projects/PROJECT/zones/ZONE/reservations/NAME"));
  }
}

}  // namespace

void check_machine(const Field& machine) {
  if (!machine.is_map()) return;
  const Field type = machine["machineType"];
  check_not_empty(type);
  const std::string_view accelerator = machine["acceleratorType"].text_or_empty();
  const std::optional<std::int64_t> count = proto_integer(machine["acceleratorCount"]);
  if (count.value_or(0) < 0) {
    machine["acceleratorCount"].report(
        kOutOfRange, "acceleratorCount is " + std::to_string(*count) + ", expected at least 0");
  } else {
    check_accelerators(
        {machine, type.unknown() ? "" : type.text_or_empty(),
         machine["acceleratorType"].unknown() || accelerator == "ACCELERATOR_TYPE_UNSPECIFIED"
             ? ""
             : accelerator,
         count});
  }
  const Field topology = machine["tpuTopology"];
  if (topology.is_text() && !topology.empty()) {
    topology.report(kBadName, check_topology(topology.text_or_empty()));
  }
  // machine_resources.proto, gpu_partition_size.
  if (!machine["gpuPartitionSize"].empty() && count && *count != 1) {
    machine["acceleratorCount"].report(kConflict,
                                       "with gpuPartitionSize, acceleratorCount is 1, "
                                       "and this is " +
                                           std::to_string(*count));
  }
  check_reservation(machine["reservationAffinity"]);
}

}  // namespace launch::vertex
