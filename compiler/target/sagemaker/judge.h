// Says of a finished CreateTrainingJob request what AWS's client and SageMaker say of it: one
// function for what is rendered and for what `launch validate --as sagemaker` reads.
#pragma once

#include "compiler/target/target.h"

namespace launch::sagemaker {

// How findings about a part that the request as a whole lacks begin.
inline constexpr std::string_view kLacks = "the request has no ";

// Reports everything wrong with the request, each at its own text. `written` is the job that it was
// rendered from, null for a request that stands in a file.
void judge_request(const Node& request, const Node* written, const TargetContext& context);

}  // namespace launch::sagemaker
