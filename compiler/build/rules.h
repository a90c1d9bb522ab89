// What can be wrong with how images are built.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::build {

inline constexpr Rule kDestination{
    "build/destination", Severity::Error, "a name that no image can be pushed to",
    "A destination is the name of a repository: ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY, "
    "LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE, NAME.azurecr.io/REPOSITORY, or "
    "HOST[:PORT]/PATH of any other registry. launch adds the tag, which is made of what goes into "
    "the image. Source: https://pkg.go.dev/github.com/distribution/reference and the registries' "
    "own pages on names."};
inline constexpr Rule kContextStore{
    "build/context-store", Severity::Error, "a place that no build context can be kept in",
    "kaniko fetches the build context from S3 (s3://BUCKET/KEY), Google Cloud Storage "
    "(gs://BUCKET/KEY) or Azure Blob Storage "
    "(https://ACCOUNT.blob.core.windows.net/CONTAINER/KEY). Source: "
    "https://github.com/GoogleContainerTools/kaniko#kaniko-build-contexts"};
inline constexpr Rule kImageName{
    "build/base-image", Severity::Error, "a base image that is no image's name",
    "The text becomes the FROM line of the Dockerfile: a name, with a tag or digest. Blanks, "
    "comments and capitals have no place in it. Source: "
    "https://pkg.go.dev/github.com/distribution/reference"};
inline constexpr Rule kRegistryBlock{
    "build/registry-block", Severity::Warning, "the older way to say where images are pushed to",
    "W&B has replaced the registry block by builder.destination, which takes the whole name of the "
    "repository; where both are set, images go to the destination. Source: "
    "https://docs.wandb.ai/platform/launch/setup-agent-advanced"};

inline constexpr Rule kNoBuilder{
    "build/no-builder", Severity::Error, "a builder that builds nothing, for a job that is code",
    "noop leaves images to somebody else, and the job comes as code: without an image it cannot "
    "run. Name another builder, give the job an image, or say which one was built: --image-uri. "
    "Where that may still happen, it is a warning. Source: wandb/sdk/launch/builder/noop.py"};
inline constexpr Rule kContextPlace{
    "build/context-place", Severity::Error,
    "a builder in the cluster that nothing hands the code to",
    "kaniko and buildkit run in the cluster, and fetch the code from a store: set "
    "build-context-store to s3://BUCKET/PATH, gs://BUCKET/PATH or "
    "https://ACCOUNT.blob.core.windows.net/CONTAINER, or build-context-claim to a "
    "PersistentVolumeClaim. W&B's agent finds out when it uploads the first context "
    "(wandb/sdk/launch/builder/kaniko_builder.py). Where an agent or a queue may still say it, it "
    "is a warning."};
inline constexpr Rule kImagePlace{
    "build/image-place", Severity::Error, "a builder in the cluster that pushes nowhere",
    "What a builder in the cluster makes is gone with its pod unless it is pushed. Set "
    "builder.destination. Where an agent or a queue may still say it, it is a warning."};
inline constexpr Rule kJobConfig{
    "build/job-config", Severity::Error, "settings that no Job can be made of",
    "kaniko-config and buildkit-config are laid over the Job that launch makes: a Job of batch/v1 "
    "with one container, the one that builds, and of kaniko's arguments only --NAME=VALUE, which "
    "replace those of the same name. Source: "
    "wandb/sdk/launch/builder/kaniko_builder.py"};
inline constexpr Rule kArgument{
    "build/argument", Severity::Error, "a build argument that waits for the environment",
    "Arguments of a build stand on docker's command line and in the history of the image, which "
    "everybody who can pull it reads, and they are part of the tag, which is the same for "
    "everybody. Secrets and what differs from person to person come by env when the job runs. "
    "Source: https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env"};

inline constexpr std::array kBuildRules{&kDestination,   &kContextStore, &kImageName,
                                        &kRegistryBlock, &kNoBuilder,    &kContextPlace,
                                        &kImagePlace,    &kJobConfig,    &kArgument};

}  // namespace launch::build
