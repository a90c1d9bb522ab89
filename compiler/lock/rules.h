// What can differ from launch.lock (`launch validate --frozen`).
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch {

inline constexpr Rule kLockSpec{
    "lock/spec", Severity::Error, "a job that resolves to another spec than was locked",
    "What would run is not what was locked: the job, its queue, a base or the workspace file says "
    "something else by now. See what changed with `launch diff --git REV`, and write the lock "
    "again with `launch lock`. Source: docs/lock.md."};
inline constexpr Rule kLockImage{
    "lock/image", Severity::Error, "another image than was locked",
    "The lock has another image, or another digest of it. Write the lock again with `launch lock`, "
    "or go back to the locked one. Source: docs/lock.md."};
inline constexpr Rule kLockCommit{
    "lock/commit", Severity::Error, "another commit than was locked",
    "The code would be taken from another place or commit than was locked. Write the lock again "
    "with `launch lock`, or go back to the locked one. Source: docs/lock.md."};
inline constexpr Rule kLockArtifact{
    "lock/artifact", Severity::Error, "another artifact than was locked",
    "An input or the job itself is another version than was locked. Write the lock again with "
    "`launch lock`, or go back to the locked one. Source: docs/lock.md."};
inline constexpr Rule kLockRendered{
    "lock/rendered", Severity::Error, "the same spec renders to something else than was locked",
    "The spec is the locked one, and this version of launch makes something else of it. Compare "
    "with `launch render`, then write the lock again with `launch lock`. Source: docs/lock.md."};
inline constexpr Rule kLockSchema{
    "lock/schema", Severity::Warning, "judged by other schemas than were locked",
    "The target is judged by another version of its API than when the lock was written, so that "
    "other mistakes are found. Write the lock again with `launch lock`. Source: docs/lock.md."};
inline constexpr Rule kLockMissingJob{
    "lock/missing-job", Severity::Error, "a job that is not in the lock",
    "Nobody has locked what this job resolves to. Write the lock again with `launch lock`. Source: "
    "docs/lock.md."};
inline constexpr Rule kLockStaleJob{
    "lock/stale-job", Severity::Error, "a job of the lock that is not there any more",
    "The lock names a job whose file or document is gone, or that is no complete job any more. "
    "Write the lock again with `launch lock`. Source: docs/lock.md."};

inline constexpr std::array kLockRules{&kLockSpec,       &kLockImage,    &kLockCommit,
                                       &kLockArtifact,   &kLockRendered, &kLockSchema,
                                       &kLockMissingJob, &kLockStaleJob};

}  // namespace launch
