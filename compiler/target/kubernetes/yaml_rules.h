// Where kubectl reads something else than what stands in the file.
#pragma once

#include <array>

#include "compiler/diagnostic/diagnostic.h"

namespace launch::kubernetes {

inline constexpr Rule kYamlLostKey{
    "kubernetes/yaml-lost-key", Severity::Error, "keys that kubectl takes for one and the same",
    "kubectl reads keys as YAML 1.1 has them and makes texts of them afterwards: yes, on and true "
    "are all the key \"true\", and 0x1 is \"1\". It keeps one of them and drops the others without "
    "a word. Quote the keys. Source: sigs.k8s.io/yaml, yaml.go, convertToJSONableObject."};
inline constexpr Rule kYamlDocumentMark{
    "kubernetes/yaml-document-mark", Severity::Error,
    "a document that kubectl refuses or does not find",
    "kubectl cuts a file at the lines that start with \"---\" and reads one document from each "
    "piece. "
    "It refuses anything but a comment behind the dashes, and a piece with a %YAML or %TAG line; a "
    "document that follows a line \"...\" without dashes between them is dropped without a word. "
    "Source: k8s.io/apimachinery, pkg/util/yaml/decoder.go, YAMLReader."};
inline constexpr Rule kYamlNoNumber{
    "kubernetes/yaml-no-number", Severity::Error, "a number that JSON cannot write",
    "kubectl sends JSON, which has no .inf and .nan, and refuses the file. Quote the value if a "
    "text is meant. Source: sigs.k8s.io/yaml, yaml.go, yamlToJSONTarget."};
inline constexpr Rule kYamlMisread{
    "kubernetes/yaml-misread", Severity::Warning,
    "a value or key that kubectl takes for something else",
    "kubectl reads YAML 1.1: yes, no, on, off, y and n are booleans, and 012 is the octal number "
    "10. "
    "An integer of more than 64 bits loses digits, and what stands behind !!binary is decoded. "
    "Where a text is wanted, quote it; where a number is wanted, write it in decimal. Source: "
    "go.yaml.in/yaml/v2, resolve.go."};

inline constexpr std::array kYamlRules{&kYamlLostKey, &kYamlDocumentMark, &kYamlNoNumber,
                                       &kYamlMisread};

}  // namespace launch::kubernetes
