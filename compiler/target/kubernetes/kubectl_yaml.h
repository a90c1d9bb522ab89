// A manifest as kubectl reads it, which sends JSON: what the API server gets to see.
#pragma once

#include "compiler/document/read_yaml.h"
#include "compiler/target/target.h"

namespace launch::kubernetes {

// For read_yaml(): tags and merge keys as kubectl takes them.
extern const YamlDialect kKubectlDialect;

// One document of a file with every plain scalar and key as kubectl's YAML reader types them
// (go.yaml.in/yaml/v2 and sigs.k8s.io/yaml), spans and histories kept. JSON stays as it is. Reports
// what kubectl refuses, and what it drops without a word.
Node as_kubectl_reads(const Node& root, const TargetContext& context);

// A scalar of such a tree as it stands in the file, where that reads as the scalar: "yes" for true.
std::string_view text_as_written(const Node& scalar, const SourceMap& sources);

// Reports what kubectl takes for something else than it seems, where none of the errors reported
// after the first `since` findings stands already: to be called after the judgement. `typed`: every
// field's type has been judged, so that a boolean stands only where one is wanted.
void warn_of_misread(const Node& root, bool typed, std::size_t since, const TargetContext& context);

}  // namespace launch::kubernetes
