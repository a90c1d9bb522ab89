// What can be wrong with a CreateTrainingJob request beside what its schema says (schema/*).
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::sagemaker {

inline constexpr Rule kAmbiguousKey{
    "sagemaker/ambiguous-key", Severity::Error,
    "a short key that several fields of the request have",
    "A key at the top of the block is put where AWS's description of CreateTrainingJob has a field "
    "of that name. Where several structures have one, write the structure: OutputDataConfig: "
    "{S3OutputPath: s3://bucket/path} "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html)."};
inline constexpr Rule kMisplacedKey{
    "sagemaker/misplaced-key", Severity::Error, "a short key that belongs to the items of a list",
    "A list may have several items, so that a key on its own does not say which is meant. Write "
    "the "
    "list, such as InputDataConfig, with an item that holds the key "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html)."};
inline constexpr Rule kRoleName{
    "sagemaker/role-name", Severity::Error, "a role's name where no account is known",
    "RoleArn is a whole ARN, arn:aws:iam::ACCOUNT:role/NAME. W&B's client asks AWS for the "
    "account; "
    "launch asks nobody, and completes a name when --aws-account says whose it is."};
inline constexpr Rule kImageOrAlgorithm{
    "sagemaker/image-or-algorithm", Severity::Error, "not exactly one of an image and an algorithm",
    "AlgorithmSpecification names what runs: TrainingImage or AlgorithmName, which are mutually "
    "exclusive (https://docs.aws.amazon.com/sagemaker/latest/APIReference/"
    "API_AlgorithmSpecification.html)."};
inline constexpr Rule kMissingPart{
    "sagemaker/missing-part", Severity::Error, "a part that only serverless jobs may leave out",
    "AlgorithmSpecification, ResourceConfig and StoppingCondition became optional when "
    "ServerlessJobConfig came; a job without that one still needs all three (botocore before 1.42 "
    "has them as required)."};
inline constexpr Rule kImageRegistry{
    "sagemaker/image-registry", Severity::Warning, "an image that is not in Amazon ECR",
    "SageMaker pulls images from Amazon ECR, ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME, or from a "
    "private registry in your VPC when TrainingImageConfig says so. Push the image to ECR "
    "(https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-"
    "private.html)."};
inline constexpr Rule kInstances{
    "sagemaker/instances", Severity::Error,
    "not exactly one way to say which instances run the job",
    "ResourceConfig has InstanceType with InstanceCount, InstanceGroups for a heterogeneous "
    "cluster, or InstancePreferences: one of the three, and whole "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html)."};
inline constexpr Rule kInstanceCount{
    "sagemaker/instance-count", Severity::Error, "a job of no instances",
    "The service model takes 0 for what it fills in itself; a job that names an instance type runs "
    "on at least one (https://docs.aws.amazon.com/sagemaker/latest/APIReference/"
    "API_ResourceConfig.html)."};
inline constexpr Rule kReadOnly{
    "sagemaker/read-only", Severity::Error, "a field that only SageMaker sets",
    "SelectedInstanceType and SelectedInstanceCount are what DescribeTrainingJob tells; "
    "CreateTrainingJob does not accept them (https://docs.aws.amazon.com/sagemaker/latest/"
    "APIReference/API_ResourceConfig.html)."};
inline constexpr Rule kUnknownGroup{
    "sagemaker/unknown-group", Severity::Error, "an instance group that the request does not have",
    "InstanceGroupNames of a channel name groups of ResourceConfig.InstanceGroups "
    "(https://docs.aws.amazon.com/sagemaker/latest/dg/train-heterogeneous-cluster.html)."};
inline constexpr Rule kDuplicate{
    "sagemaker/duplicate", Severity::Error, "two items that may not have the same name",
    "Channels, instance groups, instance preferences, tags and debugger rules are told apart by "
    "their names, which may stand only once "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html)."};
inline constexpr Rule kVolumeSize{
    "sagemaker/volume-size", Severity::Error, "an instance type without disks and no volume",
    "For an instance type without disks of its own, VolumeSizeInGB must be given "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html)."};
inline constexpr Rule kLocalStorage{
    "sagemaker/local-storage", Severity::Warning, "a volume size that the instance type ignores",
    "Instances with NVMe disks of their own use these, and no EBS volume is provisioned: the "
    "storage is what the type has (https://docs.aws.amazon.com/sagemaker/latest/APIReference/"
    "API_ResourceConfig.html). Leave VolumeSizeInGB out, or choose a type with the room you need."};
inline constexpr Rule kVolumeKey{
    "sagemaker/volume-key", Severity::Error, "a volume key for disks that have their own",
    "VolumeKmsKeyId cannot be requested for an instance type with local storage, which the "
    "hardware "
    "encrypts "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html)."};
inline constexpr Rule kWarmPool{
    "sagemaker/warm-pool", Severity::Error, "a warm pool where there can be none",
    "Instances are kept alive for the next job only when they are on-demand and of one type: not "
    "with managed spot training, not in heterogeneous clusters "
    "(https://docs.aws.amazon.com/sagemaker/latest/dg/train-warm-pools.html)."};
inline constexpr Rule kSpotWait{
    "sagemaker/spot-wait", Severity::Error, "spot training and its waiting time do not go together",
    "A spot job has MaxWaitTimeInSeconds, which covers waiting and running and so is at least "
    "MaxRuntimeInSeconds (one day when not given). Without EnableManagedSpotTraining there is "
    "nothing to wait for (https://docs.aws.amazon.com/sagemaker/latest/APIReference/"
    "API_StoppingCondition.html)."};
inline constexpr Rule kRunTime{
    "sagemaker/run-time", Severity::Error, "a job that may run longer than SageMaker lets it",
    "MaxRuntimeInSeconds is at most 28 days, 2419200 (https://docs.aws.amazon.com/sagemaker/latest/"
    "APIReference/API_StoppingCondition.html). Save checkpoints, and go on in another job."};
inline constexpr Rule kChannelSource{
    "sagemaker/channel-source", Severity::Error, "a channel without exactly one source of data",
    "A channel's DataSource has one of S3DataSource, FileSystemDataSource and DatasetSource "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataSource.html)."};
inline constexpr Rule kInputMode{
    "sagemaker/input-mode", Severity::Error, "data that cannot be read in the channel's input mode",
    "Compressed data, RecordIO wrapping and augmented manifests need Pipe, fast file mode reads "
    "prefixes only, file systems need File. InputMode of a channel goes before TrainingInputMode "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html, "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/model-access-training-data.html)."};
inline constexpr Rule kManifest{
    "sagemaker/augmented-manifest", Severity::Error, "an augmented manifest without its attributes",
    "An AugmentedManifestFile is read by the AttributeNames of the channel's S3DataSource, and no "
    "other data has any "
    "(https://docs.aws.amazon.com/sagemaker/latest/dg/augmented-manifest.html)."};
inline constexpr Rule kNeedsVpc{
    "sagemaker/needs-vpc", Severity::Error, "something of a private network in a job without one",
    "File systems and private registries are reached through a VPC: VpcConfig with the subnets and "
    "security groups to use (https://docs.aws.amazon.com/sagemaker/latest/dg/train-vpc.html)."};
inline constexpr Rule kVpcId{
    "sagemaker/vpc-id", Severity::Error, "an id of another kind of thing than is wanted",
    "Ids of subnets begin with subnet-, those of security groups with sg- "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html)."};
inline constexpr Rule kReservedTag{
    "sagemaker/reserved-tag", Severity::Error, "a tag that only AWS may set",
    "Keys of tags that begin with aws: are AWS's own "
    "(https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html)."};
inline constexpr Rule kOutputUri{
    "sagemaker/output-uri", Severity::Warning, "an output that does not go to s3://",
    "What the job writes goes to an S3 bucket, s3://BUCKET/PREFIX. The service's grammar also "
    "takes "
    "https:, which no example of AWS's uses "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_OutputDataConfig.html)."};
inline constexpr Rule kProfiler{
    "sagemaker/profiling-interval", Severity::Error, "an interval that the profiler does not have",
    "ProfilingIntervalInMilliseconds is one of 100, 200, 500, 1000, 5000 and 60000 "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProfilerConfig.html)."};
inline constexpr Rule kServerless{
    "sagemaker/serverless", Severity::Error, "a serverless job that does not say all it has to",
    "An evaluation names its EvaluationType, and SequenceLength is 1K to 1024K "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ServerlessJobConfig.html)."};
inline constexpr Rule kEula{
    "sagemaker/eula", Severity::Error, "a licence that is not accepted",
    "A model that comes with a licence is used only when AcceptEula is true "
    "(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelAccessConfig.html)."};
inline constexpr Rule kNumber{
    "sagemaker/bad-number", Severity::Error, "a number that the service does not read",
    "AWS's client lets true, false and any whole number through; the service reads integers of 32 "
    "bits, or 64 where its model says long "
    "(https://smithy.io/2.0/spec/simple-types.html, botocore/validate.py)."};

inline constexpr std::array kRules{
    &kAmbiguousKey,  &kMisplacedKey, &kRoleName,      &kImageOrAlgorithm, &kMissingPart,
    &kImageRegistry, &kInstances,    &kInstanceCount, &kReadOnly,         &kUnknownGroup,
    &kDuplicate,     &kVolumeSize,   &kLocalStorage,  &kVolumeKey,        &kWarmPool,
    &kSpotWait,      &kRunTime,      &kChannelSource, &kInputMode,        &kManifest,
    &kNeedsVpc,      &kVpcId,        &kReservedTag,   &kOutputUri,        &kProfiler,
    &kServerless,    &kEula,         &kNumber};

}  // namespace launch::sagemaker
