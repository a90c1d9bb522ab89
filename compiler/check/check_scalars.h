// Scalars that other readers take for something else.
#pragma once

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/node.h"

namespace launch {

// Warns (yaml/ambiguous-scalar) about plain scalars that YAML 1.1 readers, W&B's client among them,
// type differently, where text is wanted: names, env, command words, what is handed to the target.
// Hyperparameters are left alone: a number is a number there.
void check_ambiguous_scalars(const Node& layer, Diagnostics& diagnostics);

}  // namespace launch
