// What can be wrong in how documents refer to each other, merge and fill.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch {

inline constexpr Rule kBaseMissing{
    "base/missing", Severity::Error, "a base_config file that cannot be read",
    "base_config names a file relative to the file that names it. Fix the path, or remove the "
    "line. "
    "Files outside the repository are not read; --root widens what may be read."};
inline constexpr Rule kBaseCycle{"base/cycle", Severity::Error,
                                 "a base_config chain that comes back to itself",
                                 "Following base_config from file to file never ends. The notes "
                                 "show the whole chain: remove one "
                                 "of its links."};
inline constexpr Rule kBaseTooDeep{
    "base/too-deep", Severity::Error, "a base_config chain of more than 32 files",
    "Nobody can say where a value comes from through so many files. Merge some of the bases."};
inline constexpr Rule kBaseNotAMap{
    "base/not-a-map", Severity::Error, "a base or queue file that is not one map",
    "A base or a queue is one YAML document whose top level is a map of fields."};
inline constexpr Rule kQueueNotFound{"queue/not-found", Severity::Error,
                                     "a queue that does not exist where queues are kept",
                                     "The job names a queue, and the folder of queues (queues/ "
                                     "beside the job or in a parent folder, or "
                                     "the `queues` of launch.yaml) has no file of that name. "
                                     "Correct the name, add the file, or name "
                                     "the file with --queue."};
inline constexpr Rule kQueueAmbiguous{
    "queue/ambiguous-name", Severity::Error, "a job whose queue is in several files",
    "A queue's name is that of its file. Two files of one name lie where queues are kept: below "
    "different folders that the `queues` of launch.yaml match, or as NAME.yaml beside NAME.yml. "
    "Rename all but one, narrow the globs, or name the file with --queue."};
inline constexpr Rule kQueueNotChecked{"queue/not-checked", Severity::Warning,
                                       "a job whose queue is not at hand",
                                       "The job names a queue and there is no folder of queues "
                                       "here, so the job was judged without the "
                                       "queue's defaults, variables and guardrails. Keep the "
                                       "queue's file in queues/NAME.yaml beside the "
                                       "job or in a parent folder, or name it with --queue."};
inline constexpr Rule kMergeTag{"merge/bad-tag", Severity::Error,
                                "a merge tag on a value it cannot work on",
                                "!append and !prepend want a list here and a list (or nothing) in "
                                "the weaker layer; !replace works "
                                "on any value, !remove needs none."};
inline constexpr Rule kBadSetting{
    "flag/bad-setting", Severity::Error, "a command-line setting that cannot be applied",
    "--set, --set-string and --set-file take PATH=VALUE with a dotted path of fields (quote a name "
    "that "
    "holds dots: resource_args.kubernetes.limits.'nvidia.com/gpu'=1); --env takes NAME or "
    "NAME=VALUE; "
    "--override-resource-args takes a map of targets as JSON or YAML."};
inline constexpr Rule kVariableUnknown{
    "variable/unknown", Severity::Error, "a template variable that nobody declares",
    "{{name}} is filled from template_variables. Declare the variable in the queue (type, default, "
    "options or min and max), or in the job for its own text, or correct the name."};
inline constexpr Rule kVariableNoValue{"variable/no-value", Severity::Error,
                                       "a template variable without a value and without a default",
                                       "The queue asks for this value. Give it under "
                                       "template_variables in the job, or with --set-var."};
inline constexpr Rule kVariableType{"variable/wrong-type", Severity::Error,
                                    "a template variable's value of the wrong type",
                                    "The declaration says which type the value must have: string, "
                                    "integer, float or number, boolean."};
inline constexpr Rule kVariableRange{"variable/out-of-range", Severity::Error,
                                     "a template variable's value outside its bounds",
                                     "The queue's owner set min, max or options for this variable. "
                                     "Choose a value inside them, or ask "
                                     "for another queue."};
inline constexpr Rule kVariableDeclaration{
    "variable/bad-declaration", Severity::Error,
    "a template variable's declaration that contradicts itself",
    "A default must be of the declared type and inside the declared bounds, min must not be above "
    "max, "
    "and options must be of the declared type. Otherwise no job, or only lucky ones, can use the "
    "queue."};
inline constexpr Rule kVariableRedeclared{"variable/redeclared", Severity::Error,
                                          "a job that redeclares a variable of its queue",
                                          "The queue's declaration is the guardrail; a job or base "
                                          "cannot replace it. Give a value instead "
                                          "of a declaration."};
inline constexpr Rule kVariableUnused{"variable/unused", Severity::Warning,
                                      "a template variable that is declared and never used",
                                      "No text of the queue or job holds {{name}}, so setting the "
                                      "variable changes nothing. Use it or "
                                      "remove the declaration."};
inline constexpr Rule kHoleInKey{
    "template/hole-in-key", Severity::Error, "a template variable or macro in a key",
    "Only values are filled, keys are not: the field would keep its braces. Write the key out."};
inline constexpr Rule kMacroUnknown{"macro/unknown", Severity::Error, "a macro that does not exist",
                                    "Built-in macros are project_name, entity_name, run_id, "
                                    "run_name, image_uri and author; a name in "
                                    "capitals is read from the submitting environment. Write "
                                    "$${name} for text that a shell shall see "
                                    "as ${name}."};
inline constexpr Rule kMacroNoValue{"macro/no-value", Severity::Error,
                                    "a macro whose value is not known",
                                    "The macro stands for a field that the job does not set (W&B's "
                                    "own client would fill in the text "
                                    "None). Set the field, or give it on the command line: "
                                    "--run-name, --set project=…, --set entity=…."};
inline constexpr Rule kMacroNotHere{"macro/not-here", Severity::Error,
                                    "a macro in a field that macros are made of",
                                    "Fields such as entity, project, name and queue decide what "
                                    "macros mean, so they are not filled "
                                    "themselves. Write the value out."};
inline constexpr Rule kMacroUnclosed{
    "macro/unclosed", Severity::Warning, "a macro without its closing bracket",
    "Only ${name} and $<name> are macros. Without its end it is text: W&B's client and launch pass "
    "it on, so that the job gets the name where a value was meant, and a shell stops at it. Close "
    "it; shell expressions such as ${NAME:-default} are closed as well."};
inline constexpr std::array kResolveRules{
    &kBaseMissing,   &kBaseCycle,           &kBaseTooDeep,        &kBaseNotAMap,
    &kQueueNotFound, &kQueueAmbiguous,      &kQueueNotChecked,    &kMergeTag,
    &kBadSetting,    &kVariableUnknown,     &kVariableNoValue,    &kVariableType,
    &kVariableRange, &kVariableDeclaration, &kVariableRedeclared, &kVariableUnused,
    &kHoleInKey,     &kMacroUnknown,        &kMacroNoValue,       &kMacroNotHere,
    &kMacroUnclosed};

}  // namespace launch
