// The sagemaker target: a job as the request that creates it with Amazon SageMaker.
#pragma once

#include "compiler/target/target.h"

namespace launch {

extern const Target sagemaker_target;

}  // namespace launch
