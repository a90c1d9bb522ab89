// A rendered object as one tree, whatever its target: what two of them are compared by.
#pragma once

#include "compiler/spec/spec.h"
#include "compiler/target/target.h"

namespace launch {

// A command line by its flags, variables and arguments under their names ("gpus", "env.HF_TOKEN",
// "args"); of a manifest the job's own fields and, under their kinds, the objects beside it; a
// request's body. Beside these what launch packs into single variables, or what an image is built
// from: hyperparameters, artifacts, files, git. All values keep their places.
Node view_of(const Artifact& artifact, const Spec& spec, Arena& arena);

// Whether a variable holds only what the view has elsewhere, field by field, and not something that
// the user wrote under its name.
bool is_packed_variable(std::string_view name, const Node& value, const Spec& spec,
                        const SourceMap& sources);

}  // namespace launch
