// Objects of kinds that launch does not know by itself.
#pragma once

#include "compiler/target/field.h"
#include "compiler/target/target.h"

namespace launch::kubernetes {

// Judges by the schema of the kind, when there is one in `schemas`, and metadata by the API's own
// rules. True when there was a schema. `schemas` may be null.
bool judge_custom(const Field& object, const ResourceSchemas* schemas);

}  // namespace launch::kubernetes
