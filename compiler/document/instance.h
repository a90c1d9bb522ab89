// Documents as the schema library sees them.
#pragma once

#include "compiler/document/node.h"
#include "schema/schema.h"

namespace launch {

// The node must outlive the instance.
schema::Instance instance_of(const Node& node);
// How instance_of() looks into nodes, for those who want it with a difference.
const schema::Access& node_access();

}  // namespace launch
