// What can be wrong with the Dockerfile of a job, where its code is at hand.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch {

inline constexpr Rule kDockerfileSyntax{
    "dockerfile/syntax", Severity::Error, "a Dockerfile that no builder begins with",
    "An instruction has a name that no builder knows, stands before the first FROM, or has a text "
    "without end. Source: https://docs.docker.com/reference/dockerfile/"};
inline constexpr Rule kDockerfileBaseTag{
    "dockerfile/base-tag", Severity::Warning, "an image to start from without tag, or `latest`",
    "Every build starts from whatever was pushed last, so the same commit gives different images. "
    "Name a version, best by digest: `docker buildx imagetools inspect NAME:TAG` prints it. "
    "Source: "
    "https://docs.docker.com/build/building/best-practices/ (pin base image versions)."};
inline constexpr Rule kDockerfileBaseDigest{
    "dockerfile/base-digest", Severity::Warning, "an image to start from that has no digest",
    "A tag can be pushed again with other contents; only the digest names the bytes. Write "
    "NAME:TAG@sha256:…; `docker buildx imagetools inspect NAME:TAG` prints the digest. Source: "
    "https://docs.docker.com/build/building/best-practices/ (pin base image versions)."};
inline constexpr Rule kDockerfileSecret{
    "dockerfile/secret", Severity::Error, "a credential in a Dockerfile",
    "Whoever can pull the image can read it: values of ENV and ARG stand in the image's history. "
    "Revoke it. A build takes credentials with RUN --mount=type=secret, a job from its env. An ARG "
    "or ENV that is only named like one is a warning. Source: "
    "https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/"};
inline constexpr Rule kUnpinnedPackages{
    "dockerfile/unpinned-package", Severity::Warning, "packages that are installed as they come",
    "Every build takes the newest versions that fit, so the same commit gives different images. "
    "Write NAME==VERSION for all of them (`pip freeze`, `uv pip compile`), or commit a lock file "
    "(uv.lock, poetry.lock). Source: "
    "https://pip.pypa.io/en/stable/topics/repeatable-installs/"};
inline constexpr Rule kMissingFile{
    "dockerfile/missing-file", Severity::Error, "a file that the build context does not hold",
    "The build stops where a file is copied or installed from that is not there: it is not in the "
    "code, lies outside of build.context, or .dockerignore leaves it out. Source: "
    "https://docs.docker.com/build/concepts/context/"};
inline constexpr Rule kIgnoredRequirements{
    "dockerfile/ignored-requirements", Severity::Warning,
    "requirements that .dockerignore leaves out",
    "launch writes the Dockerfile from what the build context holds, so nothing is installed from "
    "a file that .dockerignore names. Take it back with a line `!FILE`. Source: docs/build.md."};
inline constexpr Rule kShellEntrypoint{
    "dockerfile/shell-entrypoint", Severity::Warning,
    "an ENTRYPOINT that drops the job's arguments",
    "In the shell form the words behind the image's name are not passed on, and a stop signal "
    "reaches the shell alone. Write ENTRYPOINT [\"python\", \"train.py\"]. Source: "
    "https://docs.docker.com/reference/dockerfile/#shell-form-entrypoint-example"};

inline constexpr Rule kUnusableContext{
    "dockerfile/unusable-context", Severity::Error, "code that no build context can be made of",
    "The context is larger than --context-limit, holds a named pipe, socket or device, or its "
    ".dockerignore has a line that docker cannot read as a pattern. Name what the image does not "
    "need in .dockerignore. Source: https://docs.docker.com/build/concepts/context/"};
inline constexpr Rule kNotInstalled{
    "dockerfile/not-installed", Severity::Warning, "packages that the image will not have",
    "launch installs from requirements.txt, uv.lock or poetry.lock beside pyproject.toml, the "
    "dependencies of [project], requirements.frozen.txt or environment.yml. What is said elsewhere "
    "is not read. Source: docs/build.md."};
inline constexpr Rule kMovedScript{
    "dockerfile/moved-script", Severity::Warning,
    "a script whose folder is the build context, run by its path from outside",
    "Dockerfile.wandb beside a script makes that folder the build context. The command stays as "
    "the job has it, while W&B drops the folder from it: copy the code to a folder of that name in "
    "the Dockerfile, or name the file without a folder in a job of its own Dockerfile. Source: "
    "wandb/sdk/launch/builder/context_manager.py."};

inline constexpr std::array kDockerfileRules{
    &kDockerfileSyntax, &kDockerfileBaseTag, &kDockerfileBaseDigest, &kDockerfileSecret,
    &kUnpinnedPackages, &kMissingFile,       &kIgnoredRequirements,  &kShellEntrypoint,
    &kUnusableContext,  &kNotInstalled,      &kMovedScript};

}  // namespace launch
