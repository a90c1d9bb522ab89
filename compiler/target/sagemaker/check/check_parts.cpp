#include "compiler/target/sagemaker/check/check.h"
#include "compiler/target/sagemaker/rules.h"

namespace launch::sagemaker {

void check_parts(const Field& request) {
  if (request["ServerlessJobConfig"].present()) return;
  for (const char* part : {"AlgorithmSpecification", "ResourceConfig", "StoppingCondition"}) {
    if (request[part].present()) continue;
    request[part].report(kMissingPart, std::string("the request has no ") + part);
  }
}

}  // namespace launch::sagemaker
