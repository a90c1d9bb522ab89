// The rules of the YAML reader.
#pragma once

#include "compiler/diagnostic/diagnostic.h"

namespace launch {

inline constexpr Rule kYamlSyntax{
    "yaml/syntax", Severity::Error, "the text is not YAML",
    "The file cannot be read from this place on, so nothing after it has been checked. The usual "
    "reasons are a bracket or quote that is never closed, a tab used for indentation, a missing "
    "space after a colon, and a value that needs quotes because it holds \": \" or \" #\" or "
    "starts "
    "with one of @ ` % * & ! { [. Source: YAML 1.2.2 (https://yaml.org/spec/1.2.2/)."};

inline constexpr Rule kYamlDuplicateKey{
    "yaml/duplicate-key", Severity::Error, "a key stands twice in one map",
    "Readers disagree on which of the two values counts, and most drop one without a word, so a "
    "setting that is plainly there in the file has no effect. Keep one of them; to combine several "
    "merge keys write a list, <<: [*a, *b]. Source: YAML 1.2.2 section 3.2.1.3, \"mapping keys are "
    "unique\"; RFC 8259 section 4 for JSON."};

inline constexpr Rule kYamlUnknownTag{
    "yaml/unknown-tag", Severity::Error, "a tag that has no meaning here",
    "A tag (a word that starts with \"!\") changes what a value is. Known are the merge tags "
    "!append, !prepend, !replace and !remove, and the core tags !!str, !!int, !!float, !!bool, "
    "!!null, !!map and !!seq. A text that starts with an exclamation mark has to be quoted. "
    "Source: "
    "YAML 1.2.2 section 10.3."};

inline constexpr Rule kYamlBadTagValue{
    "yaml/bad-tag-value", Severity::Error, "a value is not what its tag says",
    "A core tag such as !!int promises a kind of value, and what follows it is not of that kind. "
    "Correct the value or take the tag away. Source: YAML 1.2.2 section 10.3."};

inline constexpr Rule kYamlBadEncoding{
    "yaml/bad-encoding", Severity::Error, "the file is not clean UTF-8 text",
    "Only UTF-8 without control characters is read, so that every tool sees the same text and "
    "every "
    "message can point at the right byte. Save the file as UTF-8; write an unusual character as an "
    "escape in double quotes, for example \"\\u0007\" or \"\\u2028\". Source: YAML 1.2.2 sections "
    "5.1 "
    "and 5.2."};

inline constexpr Rule kYamlUnknownAlias{
    "yaml/unknown-alias", Severity::Error, "an alias names an anchor that does not exist",
    "An alias (*name) repeats the value that an anchor (&name) marked earlier in the same "
    "document; "
    "anchors do not reach over \"---\". A text that starts with a star, such as *.py, has to be "
    "quoted. Source: YAML 1.2.2 section 7.1."};

inline constexpr Rule kYamlAliasLoop{
    "yaml/alias-loop", Severity::Error, "a value holds itself",
    "The alias stands inside the value that its anchor marks, so the value would never end. No "
    "target has a form for such a value; repeat the part that is meant, or anchor a smaller part. "
    "Source: YAML 1.2.2 section 3.2.2.2."};

inline constexpr Rule kYamlAliasBomb{
    "yaml/alias-bomb", Severity::Error, "aliases make the document too large",
    "Aliases of values that hold aliases grow by multiplication: a page of text can become "
    "thousands of millions of values (the \"billion laughs\"). Reading stops where the limit is "
    "passed. "
    "Write the values out, or split the file. Source: "
    "https://en.wikipedia.org/wiki/Billion_laughs_attack."};

inline constexpr Rule kYamlTooDeep{
    "yaml/too-deep", Severity::Error, "values are nested too deeply",
    "No launch spec needs such depth; it mostly means a generator that went wrong, or brackets "
    "that are never closed. Reading stops there, because time and memory grow with the depth. "
    "Source: "
    "RFC 8259 section 9 and YAML 1.2.2 leave the limit to the reader."};

inline constexpr Rule kYamlTooLarge{
    "yaml/too-large", Severity::Error, "the file is too large",
    "A launch spec is a few kilobytes; a file of many megabytes is most likely not one. Keep data "
    "in artifacts or files of its own and name these. Source: the limit is this tool's own."};

inline constexpr Rule kYamlTooManyValues{
    "yaml/too-many-values", Severity::Error, "the file holds too many values",
    "Reading stops at the limit so that a broken or hostile file cannot use up the memory. Split "
    "the file. Source: the limit is this tool's own."};

inline constexpr Rule kYamlBadKey{"yaml/bad-key", Severity::Error, "a map's key is not a text",
                                  "Keys name fields, so they are texts; a number or true is taken "
                                  "as it is written. A map, a list "
                                  "or nothing at all cannot name a field. The usual reason is a "
                                  "template variable without quotes: "
                                  "image: {{name}} is a map within a map for YAML, image: "
                                  "\"{{name}}\" is meant. Source: RFC 8259 "
                                  "section 4, since every target takes JSON."};

inline constexpr Rule kYamlBadMerge{
    "yaml/bad-merge", Severity::Error, "the value of << is not a map",
    "The merge key << copies the members of a map, or of several maps given as a list, into the "
    "map "
    "in which it stands. Anything else cannot be merged; a key that is really called << has to be "
    "quoted. Source: https://yaml.org/type/merge.html."};

inline constexpr Rule kYamlAmbiguousScalar{
    "yaml/ambiguous-scalar", Severity::Warning,
    "a value without quotes that YAML 1.1 readers take for something else",
    "This tool reads YAML 1.2, in which yes, no, on, off and 2024-01-01 are texts and 010 is ten. "
    "PyYAML, which W&B's own client uses, reads YAML 1.1 and sees booleans, dates, octal or base "
    "60 "
    "numbers there. Put the value in quotes, or write true, false or the plain number. Source: "
    "YAML "
    "1.2.2 section 10.3 and https://yaml.org/type/."};

inline constexpr const Rule* kYamlRules[] = {
    &kYamlSyntax,      &kYamlDuplicateKey,    &kYamlUnknownTag,    &kYamlBadTagValue,
    &kYamlBadEncoding, &kYamlUnknownAlias,    &kYamlAliasLoop,     &kYamlAliasBomb,
    &kYamlTooDeep,     &kYamlTooLarge,        &kYamlTooManyValues, &kYamlBadKey,
    &kYamlBadMerge,    &kYamlAmbiguousScalar,
};

}  // namespace launch
