// What can be wrong about documents and their `# launch:` comments.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch {

inline constexpr Rule kKindUnclear{
    "kind/unclear", Severity::Error, "a document of no kind, or of two",
    "Jobs, queues, agent configurations and sweeps are told apart by their fields, by where they "
    "lie "
    "(queues/, launch-config.yaml, the globs of launch.yaml) and by a comment at their top: "
    "# launch: kind=job, base, queue, agent or sweep."};
inline constexpr Rule kNotAMap{"kind/not-a-map", Severity::Error,
                               "a document whose top level is no map",
                               "Every document is a map of fields. A list or a lone text at the "
                               "top level is usually a slip of "
                               "the indentation, or a file that was meant for something else."};
inline constexpr Rule kDirectiveMalformed{
    "comment/malformed", Severity::Error, "a `# launch:` comment that says nothing known",
    "Known are # launch: ignore[rule] reason and # launch: kind=KIND. A mistyped one would have no "
    "effect."};
inline constexpr Rule kIgnoreUnknownRule{
    "comment/unknown-rule", Severity::Warning, "an ignore comment for a rule that does not exist",
    "`launch rules` lists all rules. An ignore for a rule that does not exist silences nothing."};
inline constexpr Rule kIgnoreUnused{
    "comment/unused-ignore", Severity::Warning, "an ignore comment that silences nothing",
    "The rule finds nothing on this line or the next, so the comment only hides future mistakes. "
    "Remove it."};

inline constexpr std::array kDocumentRules{&kKindUnclear, &kNotAMap, &kDirectiveMalformed,
                                           &kIgnoreUnknownRule, &kIgnoreUnused};

}  // namespace launch
