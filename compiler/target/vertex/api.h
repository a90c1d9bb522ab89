// What Google publishes about CustomJob, from the generated schema.
#pragma once

#include "compiler/document/node.h"
#include "schema/schema.h"

namespace launch::vertex {

// A whole request; its jobSpec, which is what `gcloud --config` reads; one worker pool.
enum class ApiType : std::uint8_t { CustomJob, CustomJobSpec, WorkerPoolSpec };

// Made when first asked for.
const schema::Schema& api_schema(ApiType type);

// Of the npm package @google-cloud/aiplatform that the schema was made of: "7.4.0".
std::string_view package_version();

// Variables merge by name; every other list of a CustomJob replaces the weaker one.
std::string_view list_key(std::span<const std::string> path);

}  // namespace launch::vertex
