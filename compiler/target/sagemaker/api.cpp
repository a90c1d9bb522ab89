#include "compiler/target/sagemaker/api.h"

#include "sagemaker_schemas.h"

namespace launch::sagemaker {

const schema::Schema& request_schema() {
  static const schema::Schema kSchema(kCreateTrainingJob);
  return kSchema;
}

std::string_view botocore_version() { return request_schema().annotation({}, "x-botocore"); }

}  // namespace launch::sagemaker
