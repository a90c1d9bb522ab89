// What a CustomResourceDefinition says of its objects, as JSON Schema.
#pragma once

#include <string>

#include "compiler/document/node.h"

namespace launch::kubernetes {

struct StructuralSchema {
  std::string text;            // draft-07
  std::size_t not_judged = 0;  // rules in CEL
};

// `schema` is an openAPIV3Schema of apiextensions.k8s.io/v1. The server prunes or, as kubectl asks
// it to, refuses fields that are not in it, unless x-kubernetes-preserve-unknown-fields keeps them;
// fills in defaults before it validates, so that a field with a default is never missing; and takes
// numbers and texts alike where x-kubernetes-int-or-string says so
// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/).
StructuralSchema structural_schema(const Node& schema);

}  // namespace launch::kubernetes
