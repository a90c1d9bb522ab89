// How a job's image is built: what the job, its queue and the agent say together.
#pragma once

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/node.h"

namespace launch::build {

// Judges builder, registry and base images of one document, or of a job with all its layers.
void judge_settings(const Node& root, const SourceMap& sources, Diagnostics& diagnostics);

// What images are named: without https:// and a tag.
Node name_of_destination(const Node& destination, Arena& arena);

// Where images are pushed to, without tag: builder.destination, else what the registry block says.
// Not valid when nobody says. `root` is a job with its layers, or an agent's configuration.
Node destination_of(const Node& root, Arena& arena);

}  // namespace launch::build
