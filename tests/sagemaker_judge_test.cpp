// What SageMaker says of a request beside its schema, by tables of changes to one that is fine.
#include <nlohmann/json.hpp>
#include <set>

#include "compiler/target/sagemaker/instance_types.h"
#include "compiler/target/sagemaker/names.h"
#include "compiler/target/target.h"
#include "tests/catch.h"
#include "tests/document_checks.h"

namespace launch::tests {
namespace {

using Json = nlohmann::json;

const char* const kFine = R"({
  "TrainingJobName": "train-1",
  "RoleArn": "arn:aws:iam::123456789012:role/Train",
  "AlgorithmSpecification": {
    "TrainingImage": "123456789012.dkr.ecr.us-east-1.amazonaws.com/train:1", "TrainingInputMode": "File"},
  "OutputDataConfig": {"S3OutputPath": "s3://bucket/out"},
  "ResourceConfig": {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 50},
  "StoppingCondition": {"MaxRuntimeInSeconds": 3600}})";

// The rules that the text breaks, each once, in the order of their names.
std::string rules_of(const std::string& text) {
  Reading reading(text);
  const TargetOptions options;
  find_target("sagemaker")
      ->judge({reading.documents.at(0).root,
               {reading.arena, reading.sources, reading.diagnostics, options}});
  std::set<std::string_view> rules;
  for (const Diagnostic& found : reading.diagnostics.all()) rules.insert(found.rule->id);
  std::string result;
  for (std::string_view rule : rules) {
    if (rule.starts_with("sagemaker/")) rule.remove_prefix(10);
    result += (result.empty() ? "" : " ") + std::string(rule);
  }
  return result;
}

struct Row {
  std::string_view patch;  // JSON Merge Patch (RFC 7396) of the request
  std::string_view expected;
};

void table(std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    Json request = Json::parse(kFine);
    request.merge_patch(Json::parse(row.patch));
    INFO(row.patch);
    CHECK(rules_of(request.dump()) == row.expected);
  }
}

// A channel of the request.
std::string channel(const std::string& fields) {
  return R"({"InputDataConfig": [{"ChannelName": "train", )" + fields + "}]}";
}
std::string s3_channel(const std::string& data, const std::string& fields = "") {
  return channel(fields + R"("DataSource": {"S3DataSource": {"S3Uri": "s3://bucket/x", )" + data +
                 "}}");
}

void channel_table(std::initializer_list<std::pair<std::string, std::string_view>> rows) {
  for (const auto& [patch, expected] : rows) table({{patch, expected}});
}

}  // namespace

TEST_CASE("what runs is an image or an algorithm") {
  table({
      {"{}", ""},
      {R"({"AlgorithmSpecification": null})", "missing-part"},
      {R"({"AlgorithmSpecification": {"TrainingImage": null}})", "image-or-algorithm"},
      {R"({"AlgorithmSpecification": {"TrainingImage": null, "AlgorithmName": "mine"}})", ""},
      {R"({"AlgorithmSpecification": {"AlgorithmName": "mine"}})", "image-or-algorithm"},
      {R"({"AlgorithmSpecification": {"TrainingImage": "ubuntu:22.04"}})", "image-registry"},
      {R"({"AlgorithmSpecification": {"TrainingImage": "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a/b"}})",
       ""},
      {R"({"AlgorithmSpecification": {"TrainingImage": "registry.corp/x:1", "TrainingImageConfig": {"TrainingRepositoryAccessMode": "Vpc"}}})",
       "needs-vpc"},
      {R"({"AlgorithmSpecification": 1})", "schema/wrong-type"},
  });
}

TEST_CASE("one of three ways says which instances run the job") {
  table({
      {R"({"ResourceConfig": null})", "missing-part"},
      {R"({"ResourceConfig": {"InstanceType": null}})", "instances"},
      {R"({"ResourceConfig": {"InstanceCount": null}})", "instances"},
      {R"({"ResourceConfig": {"InstanceCount": 0}})", "instance-count"},
      {R"({"ResourceConfig": {"InstanceCount": true}})", "bad-number"},
      {R"({"ResourceConfig": {"InstanceCount": 4294967296}})", "bad-number"},
      {R"({"ResourceConfig": {"InstanceType": null, "InstanceCount": null, "InstanceGroups":
           [{"InstanceGroupName": "a", "InstanceType": "ml.p3.2xlarge", "InstanceCount": 1}]}})",
       ""},
      {R"({"ResourceConfig": {"InstanceType": null, "InstanceCount": 0, "InstanceGroups":
           [{"InstanceGroupName": "a", "InstanceType": "ml.p3.2xlarge", "InstanceCount": 0},
            {"InstanceGroupName": "a", "InstanceType": "ml.p3.2xlarge", "InstanceCount": 1}]}})",
       "duplicate instance-count"},
      {R"({"ResourceConfig": {"InstanceType": null, "InstancePreferences":
           [{"InstanceType": "ml.p3.2xlarge"}, {"InstanceType": "ml.p3.8xlarge"}]}})",
       ""},
      {R"({"ResourceConfig": {"InstanceType": null, "InstanceCount": null, "InstancePreferences":
           [{"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1}, {"InstanceType": "ml.p3.8xlarge"}]}})",
       "instances"},
      {R"({"ResourceConfig": {"SelectedInstanceCount": 1}})", "read-only"},
  });
}

TEST_CASE("volumes are for instances without disks of their own") {
  CHECK(sagemaker::has_local_storage("ml.g5.xlarge"));
  CHECK(sagemaker::has_local_storage("ml.p6-b200.48xlarge"));
  CHECK_FALSE(sagemaker::has_local_storage("ml.m7i-flex.large"));
  CHECK(sagemaker::instance_family("g5.xlarge").empty());
  table({
      {R"({"ResourceConfig": {"VolumeSizeInGB": null}})", "volume-size"},
      {R"({"ResourceConfig": {"VolumeSizeInGB": 0}})", "volume-size"},
      {R"({"ResourceConfig": {"VolumeKmsKeyId": "alias/x"}})", ""},
      {R"({"ResourceConfig": {"InstanceType": "ml.g5.xlarge"}})", "local-storage"},
      {R"({"ResourceConfig": {"InstanceType": "ml.g5.xlarge", "VolumeSizeInGB": null}})", ""},
      {R"({"ResourceConfig": {"InstanceType": "ml.g5.xlarge", "VolumeSizeInGB": 0, "VolumeKmsKeyId": "k"}})",
       "volume-key"},
      {R"({"ResourceConfig": {"InstanceType": "ml.g5.huge"}})", "local-storage schema/not-allowed"},
  });
}

TEST_CASE("times to run, to wait and to keep alive") {
  table({
      {R"({"StoppingCondition": null})", "missing-part"},
      {R"({"StoppingCondition": {"MaxRuntimeInSeconds": 2419200}})", ""},
      {R"({"StoppingCondition": {"MaxRuntimeInSeconds": 2419201}})", "run-time"},
      {R"({"StoppingCondition": {"MaxWaitTimeInSeconds": 3600}})", "spot-wait"},
      {R"({"EnableManagedSpotTraining": true})", "spot-wait"},
      {R"({"EnableManagedSpotTraining": true, "StoppingCondition": {"MaxWaitTimeInSeconds": 3599}})",
       "spot-wait"},
      {R"({"EnableManagedSpotTraining": true, "StoppingCondition": {"MaxWaitTimeInSeconds": 3600}})",
       ""},
      {R"({"EnableManagedSpotTraining": true,
           "StoppingCondition": {"MaxRuntimeInSeconds": null, "MaxWaitTimeInSeconds": 86399}})",
       "spot-wait"},
      {R"({"EnableManagedSpotTraining": true, "StoppingCondition": {"MaxWaitTimeInSeconds": 3600},
           "ResourceConfig": {"KeepAlivePeriodInSeconds": 60}})",
       "warm-pool"},
      {R"({"ResourceConfig": {"KeepAlivePeriodInSeconds": 60}})", ""},
      {R"({"ProfilerConfig": {"ProfilingIntervalInMilliseconds": 60000}})", ""},
      {R"({"ProfilerConfig": {"ProfilingIntervalInMilliseconds": 60001}})", "profiling-interval"},
  });
}

TEST_CASE("channels have one source, read in a mode that fits") {
  const std::string prefix = R"("S3DataType": "S3Prefix")";
  const std::string augmented = R"("S3DataType": "AugmentedManifestFile")";
  const std::string names = R"(, "AttributeNames": ["source"])";
  const std::string pipe = R"("InputMode": "Pipe", )";
  const std::string system =
      R"("DataSource": {"FileSystemDataSource": {"FileSystemId": "fs-0123456789",
         "FileSystemAccessMode": "ro", "FileSystemType": "EFS", "DirectoryPath": "/x"}})";
  channel_table({
      {s3_channel(prefix), ""},
      {channel(R"("DataSource": {})"), "channel-source"},
      {s3_channel(augmented + names), "input-mode"},
      {s3_channel(augmented + names, pipe), ""},
      {s3_channel(augmented, pipe), "augmented-manifest"},
      {s3_channel(prefix + names), "augmented-manifest"},
      {s3_channel(R"("S3DataType": "ManifestFile")", R"("InputMode": "FastFile", )"), "input-mode"},
      {s3_channel(prefix, R"("CompressionType": "Gzip", )"), "input-mode"},
      {s3_channel(prefix, R"("CompressionType": "None", )"), ""},
      {s3_channel(prefix, R"("RecordWrapperType": "RecordIO", )"), "input-mode"},
      {s3_channel(prefix, pipe + R"("RecordWrapperType": "RecordIO", )"), ""},
      {s3_channel(prefix + R"(, "InstanceGroupNames": ["a"])"), "unknown-group"},
      {s3_channel(prefix + R"(, "ModelAccessConfig": {"AcceptEula": false})"), "eula"},
      {channel(system), "needs-vpc"},
      {channel(pipe + system), "input-mode needs-vpc"},
      {R"({"InputDataConfig": [{"ChannelName": 1}]})", "schema/missing-key schema/wrong-type"},
  });
}

TEST_CASE("networks, tags, outputs, rules and serverless jobs") {
  table({
      {R"({"VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}})", ""},
      {R"({"VpcConfig": {"SecurityGroupIds": ["vpc-1"], "Subnets": ["subnet-1", "subnet-1"]}})",
       "duplicate vpc-id"},
      {R"({"Tags": [{"Key": "AWS:x", "Value": "v"}]})", "reserved-tag"},
      {R"({"Tags": [{"Key": "a", "Value": "v"}, {"Key": "A", "Value": "v"}]})", ""},
      {R"({"Tags": [{"Key": "a", "Value": "v"}, {"Key": "a", "Value": "w"}]})", "duplicate"},
      {R"({"CheckpointConfig": {"S3Uri": "https://bucket/x"}})", "output-uri"},
      {R"({"DebugRuleConfigurations": [{"RuleConfigurationName": "r", "RuleEvaluatorImage": "i"},
                                       {"RuleConfigurationName": "r", "RuleEvaluatorImage": "i"}]})",
       "duplicate"},
      {R"({"ServerlessJobConfig": {"BaseModelArn":
           "arn:aws:sagemaker:us-east-1:aws:hub-content/Hub/Model/m/1.0.0", "JobType": "FineTuning",
           "AcceptEula": true, "SequenceLength": "1024K"},
           "ResourceConfig": null, "AlgorithmSpecification": null, "StoppingCondition": null})",
       ""},
      {R"({"ServerlessJobConfig": {"BaseModelArn":
           "arn:aws:sagemaker:us-east-1:aws:hub-content/Hub/Model/m/1.0.0", "JobType": "Evaluation",
           "AcceptEula": false, "SequenceLength": "99999999999999999999K"}})",
       "eula serverless"},
  });
}

TEST_CASE("requests that are none, and huge ones, are judged too") {
  CHECK(rules_of("[]") == "schema/wrong-type");
  CHECK(rules_of("null") == "schema/wrong-type");
  CHECK(rules_of("{}") == "missing-part schema/missing-key");
  Json request = Json::parse(kFine);
  for (int i = 0; i < 1000; ++i) request["Tags"].push_back({{"Key", "same"}, {"Value", "v"}});
  CHECK(rules_of(request.dump()) == "duplicate schema/out-of-bounds");
  // Nobody reads thousands of findings of one kind: the rest is for the next run.
  for (int i = 0; i < 5000; ++i) request["Tags"].push_back({{"Key", "same"}, {"Value", i}});
  CHECK(rules_of(request.dump()) == "schema/wrong-type");
}

TEST_CASE("names of training jobs are legal, and one for one run") {
  using sagemaker::training_job_name;
  const std::string_view kCases[][3] = {
      {"", "abc12345", "abc12345"},
      {"train", "abc12345", "train-abc12345"},
      {"my_project-abc12345", "abc12345", "my-project-abc12345"},
      {"--a__b--", "r1", "a-b-r1"},
      {"é", "r1", "r1"},
  };
  for (const auto& [asked, run, expected] : kCases) {
    CHECK(training_job_name(asked, run) == expected);
  }
  CHECK(training_job_name("", "a_b") != training_job_name("", "a-b"));
  CHECK(training_job_name("", "a-") != training_job_name("", "a"));
  const std::string longest(200, 'x');
  CHECK(training_job_name(longest, "r1") == std::string(60, 'x') + "-r1");
  CHECK(training_job_name("", longest + "1") != training_job_name("", longest + "2"));
  CHECK(training_job_name("", longest).size() == 63);
}

}  // namespace launch::tests
