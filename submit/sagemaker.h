// Training jobs of Amazon SageMaker.
#pragma once

#include "submit/backend.h"

namespace launch::submit {

extern const Backend kSageMaker;

}  // namespace launch::submit
