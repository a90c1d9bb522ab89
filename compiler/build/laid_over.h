// A manifest that the user starts from, and what launch makes: the user's word counts.
#pragma once

#include "compiler/document/node.h"

namespace launch::build {

// `theirs` laid over `ours`: maps key by key; lists whose items the Kubernetes API tells apart by a
// key item by item; of arguments --NAME=VALUE those of the same name are replaced. The one
// container is the same in both, whatever it is called.
Node laid_over(const Node& ours, const Node& theirs, Arena& arena);

}  // namespace launch::build
