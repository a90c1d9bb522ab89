// What the API server's decoder says: types, unknown fields, numbers too large, quantities, times.
#pragma once

#include "compiler/target/field.h"
#include "compiler/target/kubernetes/api.h"

namespace launch::kubernetes {

// Reports all of it at once, where the server stops at the first. Closed sets of words are left to
// the checks, which know about defaults.
void judge_schema(const Field& object, ApiType type);
// The same by the schema of a custom resource.
void judge_schema(const Field& object, const schema::Schema& schema);

}  // namespace launch::kubernetes
