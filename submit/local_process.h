// Processes of this machine. Their client is launch itself: `launch local-process VERB FOLDER`.
#pragma once

#include "submit/backend.h"

namespace launch::submit {

extern const Backend kLocalProcess;

// As `observe` prints it.
std::string json_of(const Observation& seen);

}  // namespace launch::submit
