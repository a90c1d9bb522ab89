// How a job fares on Kubernetes, from what the API server says of it and of its pods.
#pragma once

#include <string>

#include "submit/submission.h"

namespace launch::submit {

// `printed` is the list that kubectl printed as JSON: the object that was created, whatever its
// kind, and the pods made for it.
Observation kubernetes_state(const std::string& printed);

}  // namespace launch::submit
