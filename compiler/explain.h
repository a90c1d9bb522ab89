// Who set what: the rendered object, field by field, with the places that decided it.
#pragma once

#include <string>
#include <vector>

#include "compiler/compile.h"

namespace launch {

struct ExplainedStep {
  std::string
      action;  // "set by", "overrode", "filled", "moved from", "removed by", "added", "aliased"
  std::string place;  // "job.yaml:5:11", "--set image=tiny"
  std::string text;   // what stands there, or why; secrets masked
  Span span{};        // the place itself
};

// One field of the rendered object.
struct Explained {
  std::string field;  // "gpus", "env.HF_TOKEN", "command[1]"
  std::string value;  // as it is rendered: "--gpus all"; secrets masked
  bool removed = false;
  std::vector<ExplainedStep> steps;  // what decided it first, then back in time
  std::string by_names;              // a manifest's field with its items' names for their numbers
};

// What decided a value, then back in time; a value of launch's own has no "set by".
std::vector<ExplainedStep> steps_of(const Node& node, const SourceMap& sources);

// All fields in the order of the rendered object, then those that were removed on the way.
std::vector<Explained> explain(const Artifact& artifact, const std::vector<Removal>& removed,
                               const SourceMap& sources);

// Of a job that has mistakes, and so renders to nothing: the fields of the merged document, as far
// as they could be filled.
std::vector<Explained> explain_merged(const Compiled& job, const SourceMap& sources);

// hyperparameters, or one of them by its path: the value, who set it, and the variable that carries
// it.
std::vector<Explained> explain_hyperparameters(const Spec& spec, std::string_view asked,
                                               const SourceMap& sources);

// Those that `asked` names: exactly, as a parent ("env"), by the path in the job
// ("resource_args.docker.gpus"), or as the flag ("--gpus"). Of a manifest also by any part of the
// path ("limits.memory"), by the name of an item ("env.HF_TOKEN"), and by the short form's key.
std::vector<Explained> select_fields(const std::vector<Explained>& all, std::string_view asked);

}  // namespace launch
