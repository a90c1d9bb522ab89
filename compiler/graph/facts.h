// What a document that was compiled says of others.
#pragma once

#include "compiler/compile.h"
#include "compiler/graph/graph.h"

namespace launch::graph {

struct FactsInput {
  const Compiled& compiled;
  DocumentKind kind;
  std::string id;
  std::string path;  // lexically normal
  const Files& files;
  const SourceMap& sources;
};

Facts facts_of(const FactsInput& input);

// "team/data/coco" for `coco:v3` in the project team/data: an artifact whatever its version.
std::string artifact_key(std::string_view name, std::string_view entity, std::string_view project);

}  // namespace launch::graph
