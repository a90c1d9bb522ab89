// Where pods are described in an object of any kind.
#pragma once

#include <vector>

#include "compiler/document/node.h"

namespace launch::kubernetes {

// The paths of all pod templates in `root`, outermost and in order: maps whose `spec` holds a list
// `containers` (https://kubernetes.io/docs/concepts/workloads/pods/#pod-templates). A Pod is one
// itself, with the empty path. Nothing inside a template is looked at again.
std::vector<Path> find_pod_templates(const Node& root);

}  // namespace launch::kubernetes
