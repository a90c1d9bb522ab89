// Says of a CustomJob what the API says on create: one function for what is rendered and for what
// `launch validate --as vertex` reads.
#pragma once

#include "compiler/target/target.h"
#include "compiler/target/vertex/api.h"

namespace launch::vertex {

// Reports everything wrong with an object whose names are lowerCamelCase; `written` is the job that
// it was rendered from.
void judge_object(const Node& root, ApiType type, const TargetContext& context,
                  const Node* written = nullptr);

// `launch validate --as vertex`: a CustomJob, a CustomJobSpec as in gcloud's --config, or one
// worker pool.
void judge_finished(const FinishedInput& input);

}  // namespace launch::vertex
