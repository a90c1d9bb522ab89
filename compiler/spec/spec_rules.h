// What can be wrong with a job as a whole, whatever its target.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/spec/env_map.h"

namespace launch {

inline constexpr Rule kNoSource{
    "spec/no-source", Severity::Error, "a job that names nothing to run",
    "A job runs an image (image, job.docker.image or docker.docker_image), code from git (git or "
    "job.git), or a job artifact (job: name:alias, or job.artifact). Name one of them. A file that "
    "is "
    "only a base for others says so in a comment at its top: # launch: kind=base."};
inline constexpr Rule kTwoSources{
    "spec/two-sources", Severity::Error, "a job that names two things to run",
    "Exactly one of image, git and artifact decides what runs; W&B Launch refuses a job with both "
    "a "
    "job artifact and an image as well. Remove all but one, in the job or in the base that sets it "
    "(field: null removes what a weaker layer set)."};
inline constexpr Rule kGitRemote{
    "spec/git-remote", Severity::Error, "a git repository address that W&B Launch does not fetch",
    "Only https://, ssh:// and user@host:path are fetched (wandb 0.31, git_reference.py): other "
    "forms run programs or read files of the machine that fetches them."};
inline constexpr Rule kSplitWords{
    "spec/split-words", Severity::Warning, "a command given as one string",
    "A list of words is wanted; the string was split as a POSIX shell would, without expanding "
    "anything. Write a list to be sure where each word ends, or [\"sh\", \"-c\", \"…\"] when a "
    "shell "
    "shall read it."};
inline constexpr Rule kUnbalancedQuote{
    "spec/unbalanced-quote", Severity::Error, "a command string with a quote that is never closed",
    "The string is split into words as a POSIX shell would, and one of its quotes has no partner. "
    "Close it, or write the command as a list of words."};
inline constexpr Rule kRunId{
    "spec/run-id", Severity::Error, "a run id that W&B refuses",
    "W&B takes run ids without / \\ # ? % and :, not empty and without blanks at their ends "
    "(wandb/sdk/wandb_settings.py). Choose letters, digits, - and _."};
inline constexpr Rule kScriptUnknown{
    "spec/entry-point", Severity::Warning, "an entry point script of unknown kind",
    "An entry_point given as one file name runs with python when it ends in .py and with bash when "
    "it "
    "ends in .sh; anything else is run as it is. Give the whole command as a list to be sure."};
inline constexpr Rule kNoEffect{"spec/no-effect", Severity::Warning,
                                "a field that another one makes useless",
                                "command is the whole command, so entry_point and args have no say "
                                "beside it; overrides.args are "
                                "still added. An environment variable that the job sets itself, "
                                "such as WANDB_PROJECT, wins over "
                                "the field it would be made of. Remove the one that is not meant."};
inline constexpr Rule kTargetUnclear{"spec/target-unclear", Severity::Error,
                                     "a job that does not say where it runs",
                                     "Which target is rendered is decided by --target, else "
                                     "`resource` of the job or of its queue, else "
                                     "the only block of resource_args. Set one of them."};
inline constexpr Rule kTargetUnknown{
    "spec/target-unknown", Severity::Error, "a target that does not exist",
    "`resource`, --target and the keys of resource_args name targets."};
inline constexpr Rule kDropped{
    "portability/dropped", Severity::Warning, "a field that the target cannot express",
    "The job asks for something that the target has no word for, so that it would have no effect "
    "there. Remove it, or move it into the block of the target that knows it."};

inline constexpr Rule kGuardrail{
    "guardrail/override", Severity::Error, "a field that the queue owns was set directly",
    "A field whose value in the queue holds a {{variable}} belongs to the queue: its limits hold "
    "only "
    "when nobody goes around the variable. Set the variable under template_variables, or with "
    "--set-var."};
inline constexpr Rule kSetTwice{
    "spec/set-twice", Severity::Error, "one thing set in two spellings with different values",
    "The short form and W&B's launch-spec form may be mixed in one file, but one thing must not be "
    "said "
    "twice with different contents: nobody can know which was meant. Keep one of the two."};
inline constexpr Rule kMacroUnset{"macro/unset-environment", Severity::Error,
                                  "an environment macro whose variable is not set",
                                  "The phase fills macros from the submitting environment, and the "
                                  "variable is not set there. Export "
                                  "it, or render without --resolve-env."};

inline constexpr std::array kSpecRules{
    &kNoSource,        &kTwoSources, &kGitRemote,     &kSplitWords,
    &kUnbalancedQuote, &kBadEnvName, &kScriptUnknown, &kTargetUnclear,
    &kTargetUnknown,   &kDropped,    &kEnvTwice,      &kNoEffect,
    &kRunId,           &kGuardrail,  &kSetTwice,      &kMacroUnset};

}  // namespace launch
