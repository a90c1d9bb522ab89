// What the judge of CustomJobs says of one change to a request that nothing is wrong with.
#include <map>

#include "compiler/target/vertex/vertex.h"
#include "tests/catch.h"
#include "tests/document_checks.h"

namespace launch::tests {
namespace {

// The rules of all findings, in order, with blanks between.
std::string rules_of(const std::string& yaml) {
  Reading reading(yaml);
  REQUIRE(reading.documents.size() == 1);
  const TargetOptions options;
  vertex_target.judge(
      {reading.documents[0].root, {reading.arena, reading.sources, reading.diagnostics, options}});
  std::string rules;
  for (const Diagnostic& found : reading.diagnostics.sorted()) {
    rules += (rules.empty() ? "" : " ") + std::string(found.rule->id);
  }
  return rules;
}

std::string of_pool(std::string_view machine, std::string_view rest = "replicaCount: 1") {
  return rules_of("workerPoolSpecs: [{machineSpec: {" + std::string(machine) +
                  "}, containerSpec: {imageUri: gcr.io/p/i}, " + std::string(rest) + "}]");
}

std::string of_spec(std::string_view fields) {
  return rules_of(
      "{workerPoolSpecs: [{machineSpec: {machineType: n1-standard-4}, containerSpec: {imageUri: "
      "gcr.io/p/i}}], " +
      std::string(fields) + "}");
}

}  // namespace

TEST_CASE("accelerators go with machine types") {
  const std::map<std::string, std::string> kVerdicts = {
      {"machineType: n1-standard-4", ""},
      {"machineType: n1-standard-4, acceleratorCount: 0", ""},
      {"machineType: n1-standard-4, acceleratorType: ACCELERATOR_TYPE_UNSPECIFIED", ""},
      {"machineType: n1-standard-4, acceleratorType: 5, acceleratorCount: 1", ""},
      {"machineType: n1-standard-8, acceleratorType: NVIDIA_TESLA_V100, acceleratorCount: 1", ""},
      {"machineType: n1-standard-16, acceleratorType: NVIDIA_TESLA_V100, acceleratorCount: 1",
       "vertex/accelerator"},
      {"machineType: n1-standard-96, acceleratorType: NVIDIA_TESLA_V100, acceleratorCount: 8", ""},
      {"machineType: n1-standard-4, acceleratorType: NVIDIA_TESLA_T4, acceleratorCount: \"4\"", ""},
      {"machineType: n1-standard-4, acceleratorType: NVIDIA_TESLA_T4, acceleratorCount: 8",
       "vertex/accelerator"},
      {"machineType: n1-standard-4, acceleratorType: NVIDIA_TESLA_T4, acceleratorCount: 3",
       "vertex/accelerator"},
      {"machineType: n1-standard-4, acceleratorType: NVIDIA_TESLA_T4", "vertex/accelerator"},
      {"machineType: n1-standard-4, acceleratorType: NVIDIA_T4", "schema/not-allowed"},
      {"machineType: n1-standard-4, acceleratorCount: 1", "vertex/accelerator"},
      {"machineType: n1-standard-4, acceleratorCount: -1", "vertex/out-of-range"},
      {"machineType: n2-standard-4, acceleratorType: NVIDIA_L4, acceleratorCount: 1",
       "vertex/accelerator"},
      {"machineType: a2-megagpu-16g, acceleratorType: NVIDIA_TESLA_A100, acceleratorCount: 16", ""},
      {"machineType: a2-highgpu-1g", "vertex/no-accelerator"},
      {"machineType: a2-highgpu-1g, acceleratorType: NVIDIA_A100_80GB, acceleratorCount: 1",
       "vertex/accelerator"},
      {"machineType: cloud-tpu, acceleratorType: TPU_V3, acceleratorCount: 8", ""},
      {"machineType: z9-huge-4", "vertex/unknown-machine-type"},
      {"machineType: \"\"", "vertex/missing-field"},
  };
  for (const auto& [machine, wanted] : kVerdicts) {
    INFO(machine);
    CHECK(of_pool(machine) == wanted);
  }
}

TEST_CASE("worker pools") {
  const std::string_view machine = "machineType: n1-standard-4";
  CHECK(of_pool(machine, "replicaCount: 2") == "vertex/replica-count");
  CHECK(of_pool(machine, "replicaCount: 1.0").empty());
  CHECK(of_pool(machine, "replicaCount: \"1\"").empty());
  CHECK(of_pool(machine, "replicaCount: 0") == "vertex/out-of-range");
  CHECK(of_pool(machine, "replicaCount: true") == "schema/wrong-type");
  CHECK(of_pool(machine, "diskSpec: {bootDiskType: pd-balanced}") == "vertex/unsupported-value");
  CHECK(of_pool(machine, "diskSpec: {bootDiskSizeGb: 64001}") == "vertex/out-of-range");
  CHECK(of_pool(machine, "disk_spec: {boot_disk_size_gb: \"100\"}").empty());
  CHECK(rules_of("workerPoolSpecs: []") == "vertex/missing-field");
  CHECK(rules_of("machineSpec: {machineType: n1-standard-4}\nreplicaCount: 7\ncontainerSpec: "
                 "{imageUri: gcr.io/p/i}")
            .empty());
}

TEST_CASE("a persistent resource lends the machines") {
  CHECK(rules_of("workerPoolSpecs: [{containerSpec: {imageUri: i}}]") == "vertex/missing-field");
  CHECK(rules_of("{workerPoolSpecs: [{containerSpec: {imageUri: i}}], persistentResourceId: r}")
            .empty());
}

TEST_CASE("fields of the job's spec") {
  const std::map<std::string, std::string> kVerdicts = {
      {"scheduling: {timeout: 3600s}", ""},
      {"scheduling: {timeout: 0.5s}", ""},
      {"scheduling: {timeout: 1h}", "schema/invalid"},
      {"scheduling: {timeout: null}", ""},
      {"scheduling: {strategy: 4}", ""},
      {"scheduling: {strategy: 99}", ""},
      {"scheduling: {strategy: spot}", "schema/not-allowed"},
      {"scheduling: {strategy: LOW_COST}", "vertex/deprecated"},
      {"scheduling: {maxWaitDuration: 60s}", "vertex/no-effect"},
      {"scheduling: {strategy: FLEX_START, maxWaitDuration: 60s}", ""},
      {"scheduling: {strategy: FLEX_START, timeout: 604801s}", "vertex/out-of-range"},
      {"network: projects/1/global/networks/n, reservedIpRanges: [r]", ""},
      {"reservedIpRanges: [r]", "vertex/conflict"},
      {"reserved_ip_ranges: r", "schema/wrong-type"},
      {"pscInterfaceConfig: {networkAttachment: n}", ""},
      {"baseOutputDirectory: {outputUriPrefix: gs://bucket}", ""},
      {"baseOutputDirectory: {outputUriPrefix: bucket}", "vertex/bad-bucket"},
      {"enableWebAccess: \"true\"", "schema/wrong-type"},
      {"unknown: null", "schema/unknown-key"},
      {"tensorboard: projects/p/locations/l/tensorboards/1", "vertex/conflict"},
  };
  for (const auto& [fields, wanted] : kVerdicts) {
    INFO(fields);
    CHECK(of_spec(fields) == wanted);
  }
}

TEST_CASE("two spellings of one name") {
  CHECK(of_spec("enable_web_access: true").empty());
  CHECK(of_spec("enable_web_access: true, enableWebAccess: false") == "spec/set-twice");
  CHECK(of_spec("Enable_web_access: true") == "schema/unknown-key");
  CHECK(of_spec("enable__web_access: true") == "schema/unknown-key");
}

TEST_CASE("what is no map is no request") {
  CHECK(rules_of("[1]") == "schema/wrong-type");
  CHECK(rules_of("{}") == "vertex/missing-field vertex/missing-field");
}

}  // namespace launch::tests
