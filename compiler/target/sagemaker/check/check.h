// What SageMaker refuses although its description allows it: one file a part of the request. Where
// a field holds what the schema has refused, these say nothing.
#pragma once

#include "compiler/target/field.h"

namespace launch::sagemaker {

void check_parts(const Field& request);
void check_algorithm(const Field& request);
void check_resources(const Field& request);
void check_storage(const Field& request);
void check_stopping(const Field& request);
void check_channels(const Field& request);
void check_network(const Field& request);
void check_outputs(const Field& request);
void check_tags(const Field& request);
void check_debugger(const Field& request);
void check_serverless(const Field& request);
void check_numbers(const Field& request);

// All of them, in this order.
void check_all(const Field& request);

// Reports every item of `list` whose text under `key` (or that itself, when `key` is empty) an
// earlier one has; `what` is what people call it.
void check_unique(const Field& list, std::string_view key, std::string_view what);

// Whether the job runs on capacity that AWS may take back.
bool is_spot(const Field& request);

}  // namespace launch::sagemaker
