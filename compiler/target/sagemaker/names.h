// Names that launch makes for SageMaker: legal, and one for one run.
#pragma once

#include <string>
#include <string_view>

namespace launch::sagemaker {

// A TrainingJobName, [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}, made of what was asked for (or nothing) and
// the run's id: other characters become a -, and the id is added where it is not in it, so that no
// two runs of an account ask for the same name.
std::string training_job_name(std::string_view asked, std::string_view run_id);

}  // namespace launch::sagemaker
