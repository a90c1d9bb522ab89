// Jobs of a Kubernetes cluster, through kubectl.
#pragma once

#include "submit/backend.h"

namespace launch::submit {

extern const Backend kKubernetes;

}  // namespace launch::submit
