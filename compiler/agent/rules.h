// What can be wrong with the configuration of an agent, beyond its schema.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::agent {

inline constexpr Rule kLooseType{
    "agent/loose-type", Severity::Warning,
    "a number or truth value that is written as something else",
    "W&B's agent turns \"5\" into 5 and \"yes\" into true before it looks at them "
    "(wandb/sdk/launch/agent/config.py; "
    "https://docs.pydantic.dev/latest/concepts/conversion_table), "
    "and so does launch. Other readers of the file do not: write the value itself."};
inline constexpr Rule kOlderKey{
    "agent/older-key", Severity::Warning, "a key that has a newer name",
    "The key still works here, and has been replaced: queue by queues (W&B's agent refuses queue, "
    "wandb/sdk/launch/agent/config.py), cuda by accelerator "
    "(wandb/sdk/launch/_project_spec.py), url by uri."};
inline constexpr Rule kUnusedKey{
    "agent/unused-key", Severity::Warning, "a setting of another kind of builder",
    "docker builds with the context on its standard input, and needs no store, no secret and no "
    "image of a builder; noop builds nothing. The setting has no effect: remove it, or choose the "
    "builder it is for. Source: wandb/sdk/launch/builder/"};
inline constexpr Rule kNoBuilderType{
    "agent/builder-type", Severity::Warning, "a builder block that does not say which builder",
    "W&B's agent does not start on it (wandb/sdk/launch/loader.py); launch takes docker. Set type "
    "to "
    "docker, kaniko or noop, or remove the block."};
inline constexpr Rule kContextPlace{
    "agent/context-place", Severity::Warning,
    "a builder in the cluster that nothing hands the code to",
    "kaniko and buildkit run in the cluster, and fetch the code from a store: set "
    "build-context-store to s3://BUCKET/PATH, gs://BUCKET/PATH or "
    "https://ACCOUNT.blob.core.windows.net/CONTAINER, or build-context-claim to a "
    "PersistentVolumeClaim. W&B's agent finds out when it uploads the first context "
    "(wandb/sdk/launch/builder/kaniko_builder.py)."};
inline constexpr Rule kImagePlace{
    "agent/image-place", Severity::Warning, "a builder in the cluster that pushes nowhere",
    "What a builder in the cluster makes is gone with its pod unless it is pushed. Set "
    "builder.destination, here or in the queue."};
inline constexpr Rule kBuildConfig{
    "agent/build-config", Severity::Error, "a Job to start from that no build can be made of",
    "kaniko-config and buildkit-config are laid over the Job that launch makes: one container, the "
    "one that builds, and of kaniko's arguments only --NAME=VALUE, which replace those of the same "
    "name. Source: wandb/sdk/launch/builder/kaniko_builder.py"};
inline constexpr Rule kRegistry{
    "agent/registry", Severity::Warning, "a registry block that W&B's agent cannot use",
    "ecr needs an AWS environment, gcr a Google Cloud one and acr an Azure one, whose credentials "
    "are used; ecr and acr need uri, gcr uri or repository and image-name; without a type W&B's "
    "agent pushes nowhere (wandb/sdk/launch/loader.py, wandb/sdk/launch/registry/). "
    "builder.destination says all of it in one line."};
inline constexpr Rule kRegistryKind{
    "agent/registry-kind", Severity::Error, "a registry of another kind than its type says",
    "W&B's agent does not start on it: ecr is an address of AWS, gcr one of Google's Artifact "
    "Registry and acr one of Azure's (wandb/sdk/launch/registry/). Give the address of such a "
    "registry, or say it in builder.destination, which needs no type."};
inline constexpr Rule kNumber{
    "agent/number", Severity::Error, "a number that no agent can count to",
    "A whole number in digits that fits 64 bits: launch would otherwise have to leave it out, and "
    "run with its own number in silence. Without a limit max_jobs and max_schedulers are -1."};
inline constexpr Rule kNoQueue{
    "agent/no-queue", Severity::Error, "a queue without a name",
    "No queue has an empty name, and W&B's agent refuses one that is null "
    "(wandb/sdk/launch/agent/config.py). Remove the item, or write the queue's name."};

inline constexpr std::array kAgentRules{
    &kLooseType,   &kOlderKey, &kUnusedKey,    &kNoBuilderType, &kContextPlace, &kImagePlace,
    &kBuildConfig, &kRegistry, &kRegistryKind, &kNumber,        &kNoQueue};

}  // namespace launch::agent
