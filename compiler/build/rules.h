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

inline constexpr std::array kBuildRules{&kDestination, &kContextStore, &kImageName,
                                        &kRegistryBlock};

}  // namespace launch::build
