// Says of a finished Kubernetes object what the API server says on create: one function for what
// is rendered and for what `launch validate --as kubernetes` reads.
#pragma once

#include "compiler/target/target.h"

namespace launch::kubernetes {

// The minor versions whose API is known, newest first: 36 is 1.36.
std::span<const int> known_minors();
// The minor version of "1.34", "v1.34.2" or "" (the newest); 0 when it is not known.
int minor_of(std::string_view version);

// Reports everything wrong with one document at its own text. The tree is as the server reads it
// (kubectl_yaml.h does that for YAML). Of objects whose kind may be one that nobody here knows,
// only the pod templates are judged; false then. `written`: the job it was made of, for the user's
// own words.
bool judge_object(const Node& root, const TargetContext& context, const Node* written = nullptr);

// `launch validate --as kubernetes`: a document of a file as it stands.
void judge_finished(const FinishedInput& input);

}  // namespace launch::kubernetes
