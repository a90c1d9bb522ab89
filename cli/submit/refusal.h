// What a backend says of a job that it does not take, at the lines that it is about.
#pragma once

#include "compiler/source/source.h"
#include "submit/backend.h"

namespace launch::cli {

// Prints each thing that the API server says of a field where that was written. False when the
// words name no field, or one that no file says; then nothing is printed.
bool show_refusal(const submit::Failure& failure, const Artifact& artifact,
                  const SourceMap& sources);

}  // namespace launch::cli
