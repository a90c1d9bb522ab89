// What the semantic checks can find.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch {

inline constexpr Rule kGitCommit{
    "reproducibility/git-commit", Severity::Warning, "a git job without a full commit hash",
    "A branch or tag names another commit tomorrow, and a short hash can become ambiguous, so "
    "the run cannot be repeated for certain. Write all 40 (SHA-1) or 64 (SHA-256) digits under "
    "git.commit: `git rev-parse HEAD` prints them. Source: https://git-scm.com/docs/gitrevisions "
    "(the full object name is the only fixed one)."};
inline constexpr Rule kImageTag{
    "reproducibility/image-tag", Severity::Warning, "an image named by tag instead of digest",
    "A tag can be pushed again with other contents; only the digest names the bytes that ran. "
    "Write image: NAME@sha256:…; `docker buildx imagetools inspect NAME:TAG` prints the "
    "digest. Source: https://docs.docker.com/reference/cli/docker/image/pull/ (pull an image by "
    "digest)."};
inline constexpr Rule kBaseImage{
    "reproducibility/base-image", Severity::Warning, "a base image for builds that is not pinned",
    "Every build starts from whatever the tag means at that moment, so the same commit gives "
    "different images. Write base_image: NAME@sha256:…; `docker buildx imagetools inspect "
    "NAME:TAG` prints the digest. Source: https://docs.docker.com/build/building/best-practices/ "
    "(pin base image versions)."};
inline constexpr Rule kArtifactAlias{
    "reproducibility/artifact-alias", Severity::Warning, "an artifact named by an alias that moves",
    "`latest`, and aliases such as `best` or `production`, point to another version as soon as "
    "one is logged or promoted; without an alias W&B takes `latest`. Name the version: "
    "dataset:v3. Source: https://docs.wandb.ai/guides/artifacts/create-a-custom-alias/"};
inline constexpr Rule kSeed{
    "reproducibility/seed", Severity::Warning, "a training job that sets no random seed",
    "Without a seed, initial weights, shuffling and dropout differ from run to run. Set one that "
    "the code reads: seed under hyperparameters, a --seed argument, or SEED in env. Source: "
    "https://pytorch.org/docs/stable/notes/randomness.html"};

inline constexpr Rule kGpusPerNode{"ml/gpus-per-node", Severity::Warning,
                                   "more or fewer processes than GPUs on a node",
                                   "torchrun and accelerate start one process for each GPU. With "
                                   "more processes than GPUs the last "
                                   "ones fail to take a device; with fewer, GPUs that were asked "
                                   "for stay idle. Make both numbers the "
                                   "same, or write --nproc_per_node=gpu. "
                                   "Source: https://pytorch.org/docs/stable/elastic/run.html"};
inline constexpr Rule kCudaVisibleDevices{
    "ml/cuda-visible-devices", Severity::Warning,
    "CUDA_VISIBLE_DEVICES that does not fit the GPUs asked for",
    "Inside a container the GPUs it was given are numbered from 0, so an index beyond their "
    "count hides that GPU and all after it, and a shorter list leaves GPUs idle. List 0 to "
    "count-1, or leave the variable out. Source: "
    "https://docs.nvidia.com/cuda/cuda-c-programming-guide/ (CUDA environment variables)."};
inline constexpr Rule kMasterAddr{"ml/master-addr", Severity::Warning,
                                  "MASTER_ADDR is the local host on several nodes",
                                  "Every node would wait for a rendezvous with itself until the "
                                  "time-out. Set MASTER_ADDR to the name "
                                  "of the first node, for example its headless service. "
                                  "Source: https://pytorch.org/docs/stable/distributed.html "
                                  "(environment variable initialization)."};
inline constexpr Rule kFp16AndBf16{
    "ml/fp16-and-bf16", Severity::Warning, "fp16 and bf16 both switched on",
    "Mixed precision has one number format: trainers refuse both at once, or silently take one. "
    "Keep one of them. Source: https://huggingface.co/docs/transformers/main_classes/trainer "
    "(TrainingArguments: fp16, bf16)."};
inline constexpr Rule kNumberAsText{
    "ml/number-as-text", Severity::Warning, "a hyperparameter that is a number in quotes",
    "Quotes make it text: the code gets a string, and arithmetic with it fails or compares "
    "alphabetically. Remove the quotes. Write 3.0e-4 rather than 3e-4: W&B's own client reads "
    "YAML with PyYAML, for which 3e-4 is text even without quotes. Source: "
    "https://yaml.org/type/float.html (YAML 1.1 floats need a dot and a signed exponent)."};
inline constexpr Rule kShmSize{"ml/shm-size", Severity::Warning,
                               "worker processes with Docker's 64 MB of shared memory",
                               "Data loader workers and NCCL pass tensors through /dev/shm, which "
                               "Docker makes 64 MB small, and "
                               "fail with a bus error when it is full. Set shm_size (8g, say) or "
                               "ipc: host in resource_args.docker. "
                               "Source: https://github.com/pytorch/pytorch#docker-image"};

inline constexpr Rule kSecretLiteral{
    "secret/literal", Severity::Error, "a credential written out in a file",
    "Whoever can read the file, its history or the submitted job can use the credential. Revoke "
    "it, then take it from the submitting environment: `NAME:` without a value under env, or "
    "${NAME} in a text. In a queue's file, which only its owners read, this is a warning. "
    "Source: https://cwe.mitre.org/data/definitions/798.html"};

inline constexpr Rule kNoCheckpoint{
    "ml/no-checkpoint", Severity::Warning, "a job that may be preempted and keeps no checkpoint",
    "Spot machines and low priority classes are taken away while a job runs, and what it has "
    "learned is lost with them. Keep checkpoints where they outlive the machine (a checkpoint "
    "block, or the target's own CheckpointConfig, persistent volume or baseOutputDirectory), tell "
    "the code where, and set resume: auto so that the run goes on. Source: "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html, "
    "https://cloud.google.com/vertex-ai/docs/training/use-spot-vms."};

inline constexpr Rule kNeverResumes{
    "ml/never-resumes", Severity::Warning,
    "a job that may be preempted and lets no attempt go on with its run",
    "Spot machines and low priority classes are taken away while a job runs. With resume: never, "
    "wandb.init() refuses to go on with the run, so an agent does not try the job again: it has "
    "failed. Say resume: auto, or leave it out; then an agent says allow to the next attempt. "
    "Source: https://docs.wandb.ai/guides/runs/resuming."};

inline constexpr std::array kCheckRules{
    &kGitCommit,   &kImageTag,           &kBaseImage,    &kArtifactAlias, &kSeed,
    &kGpusPerNode, &kCudaVisibleDevices, &kMasterAddr,   &kFp16AndBf16,   &kNumberAsText,
    &kShmSize,     &kSecretLiteral,      &kNoCheckpoint, &kNeverResumes};

}  // namespace launch
