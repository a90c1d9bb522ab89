// Fields that a server drops because their feature gate is off there.
#pragma once

#include "compiler/document/arena.h"
#include "compiler/target/field.h"

namespace launch::kubernetes {

// Warns of every field of the pod template that the server will drop without a word, and adds it to
// `dropped`. Nothing in such a field is judged any further.
void find_dropped(const Field& pod_template, std::vector<const Node*>& dropped);

// `root` without the values that `dropped` points to; what does not hold any is shared.
Node without(const Node& root, const std::vector<const Node*>& dropped, Arena& arena);

}  // namespace launch::kubernetes
