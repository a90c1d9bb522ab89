// How kubectl cuts a file into documents: k8s.io/apimachinery v0.36.3, pkg/util/yaml/decoder.go,
// YAMLReader.
#pragma once

#include "compiler/target/target.h"

namespace launch::kubernetes {

// Reports where kubectl refuses, or does not get to see, the document at `root`.
void check_document_marks(Span root, const TargetContext& context);

}  // namespace launch::kubernetes
