// What AWS's own description says of the request CreateTrainingJob, from the generated schema.
#pragma once

#include <string_view>

#include "schema/schema.h"

namespace launch::sagemaker {

// Made when first asked for.
const schema::Schema& request_schema();

// Of the botocore that the schema was made of: "1.44.8".
std::string_view botocore_version();

}  // namespace launch::sagemaker
