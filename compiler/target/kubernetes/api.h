// What the Kubernetes API publishes about its objects, from the generated schemas.
#pragma once

#include "compiler/document/node.h"
#include "schema/schema.h"

namespace launch::kubernetes {

enum class ApiType : std::uint8_t { Job, CronJob, PodTemplate, Metadata };

// Made when first asked for; `minor` is one of known_minors().
const schema::Schema& api_schema(ApiType type, int minor);

// The key by which the API merges the items of the list at `path` in an object: a Job, a CronJob,
// or one with pod templates somewhere in it (x-kubernetes-patch-merge-key). Empty when it has none.
std::string_view list_key(std::span<const std::string> path);

}  // namespace launch::kubernetes
