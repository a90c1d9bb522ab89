// Custom jobs of Vertex AI.
#pragma once

#include "submit/backend.h"

namespace launch::submit {

extern const Backend kVertex;

}  // namespace launch::submit
