// What is rendered, line by line, each value beside the node it was made of.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/page/masks.h"
#include "compiler/target/target.h"

namespace launch::page {

struct RenderedValue {
  std::string field;  // "env.HF_TOKEN", "spec.template.metadata.labels.team"
  std::string text;   // as it is rendered, secrets masked; may have several lines
  Node node;
};

struct RenderedLine {
  std::string before;  // indentation, keys, punctuation
  std::optional<RenderedValue> value;
  std::string after;
};

// A command line one flag a line, a manifest as YAML, a request as JSON.
std::vector<RenderedLine> rendered_lines(const Artifact& artifact, const Masks& masks);

// One tree as YAML; `name` is the field it is.
std::vector<RenderedLine> yaml_lines(const Node& root, const std::string& name, const Masks& masks);

}  // namespace launch::page
