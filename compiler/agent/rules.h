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
    "No queue has an empty name, and W&B's agent refuses one that is null, or null for the list "
    "(wandb/sdk/launch/agent/config.py). Remove the item, or write the queue's name."};

inline constexpr Rule kRepeatedQueue{
    "agent/repeated-queue", Severity::Warning, "a queue that is named twice",
    "The agent polls such a queue twice a round, and gains nothing by it. Remove one of them."};
inline constexpr Rule kRegion{
    "agent/region", Severity::Error, "an environment without the region that its cloud needs",
    "AWS and Google Cloud are told apart by region, and W&B's agent does not start without one "
    "(wandb/sdk/launch/environment/aws_environment.py, gcp_environment.py)."};
inline constexpr Rule kEnvironment{
    "agent/environment", Severity::Warning, "an environment that W&B's agent cannot use",
    "W&B's agent does not start on an environment without a type (wandb/sdk/launch/loader.py), and "
    "puts build contexts into the store with that environment's client: S3 needs aws, Google Cloud "
    "Storage gcp, Azure Blob Storage azure "
    "(wandb/sdk/launch/environment/). launch asks the store's own client."};
inline constexpr Rule kSecondDocument{
    "agent/second-document", Severity::Error, "a configuration that is not alone in its file",
    "An agent reads one document, and W&B's refuses a file with several (yaml.safe_load in "
    "wandb/sdk/launch/_launch.py). Give each configuration a file of its own."};

inline constexpr std::array kAgentRules{
    &kLooseType, &kOlderKey, &kUnusedKey,     &kNoBuilderType, &kRegistry,    &kRegistryKind,
    &kNumber,    &kNoQueue,  &kRepeatedQueue, &kRegion,        &kEnvironment, &kSecondDocument};

}  // namespace launch::agent
