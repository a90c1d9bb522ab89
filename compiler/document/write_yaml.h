// Values as YAML text, in blocks, for Kubernetes' tools and for people.
#pragma once

#include <span>
#include <string>

#include "compiler/document/node.h"

namespace launch {

// One document, ending in a line break, that says the same to every reader: kubectl's (YAML 1.1 as
// Go's readers have it), PyYAML's and YAML 1.2's core schema.
//
// Members in their order; lists stand two columns into their key. A text is quoted when one of them
// would take it for something else, see is_safe_plain(); one of several lines is a literal block
// where that shows all there is to see. Nothing is ever folded. A number is written as it was where
// JSON has the form, else in the decimal form that all read alike. Bytes that are no UTF-8 become
// U+FFFD. Every secret is replaced by kRedacted: fit for any output.
std::string write_yaml(const Node& root);

// Several, with "---" between them.
std::string write_yaml_documents(std::span<const Node> roots);

}  // namespace launch
