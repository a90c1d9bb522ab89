// What kubectl's YAML reader makes of one scalar: the rules of go.yaml.in/yaml/v2 2.4.3
// (resolve.go) and what sigs.k8s.io/yaml 1.6.0 then writes as JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/document/node.h"

namespace launch::kubernetes {

// A value as JSON has it: `text` is a number's or word's canonical form, a text's content. Float
// with the text ".inf", "-.inf" or ".nan" is a number that JSON lacks.
struct KubectlScalar {
  Kind kind = Kind::String;
  std::string text;
};

// A plain scalar.
KubectlScalar resolve_kubectl(std::string_view text);

// A scalar behind one of the tags !!str, !!int, !!float, !!bool and !!null, quoted or not; nothing
// when it does not fit.
std::optional<KubectlScalar> resolve_kubectl(std::string_view text, std::string_view tag);

// The key that a plain scalar other than null becomes; nothing for an integer of more than 63 bits,
// which sigs.k8s.io/yaml refuses as a key (yaml.go, convertToJSONableObject).
std::optional<std::string> kubectl_key(std::string_view text);
// Behind a tag; nothing when it does not fit.
std::optional<std::string> kubectl_key(std::string_view text, std::string_view tag);

// The bytes behind !!binary; nothing when this is no base64.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace launch::kubernetes
