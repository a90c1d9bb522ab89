// CreateTrainingJob requests of Amazon SageMaker.
#pragma once

#include "compiler/import/import.h"

namespace launch {

extern const Importer sagemaker_importer;

}  // namespace launch
