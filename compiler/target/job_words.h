// The job's words and variables as the texts that APIs take, for every target that fills objects.
#pragma once

#include "compiler/target/target.h"

namespace launch {

// A scalar as text; it keeps what it came from.
Node as_text(const Node& value, Arena& arena);

// Words of a command as a list of texts; `words` is not empty.
Node list_of_texts(std::span<const Node> words, Arena& arena);

// The value of a variable as text. NAME without a value is what the submitting environment has
// under this name: filled, and secret, where the phase reads the environment, else deferred.
Node variable_text(const EnvVar& variable, const Spec& spec, TargetContext& context);

}  // namespace launch
