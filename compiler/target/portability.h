// What a target cannot say is reported, never lost in silence.
#pragma once

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/spec/spec.h"

namespace launch {

// input_artifacts[].path: a container or process has no place where launch could put an artifact.
void report_dropped_artifact_paths(const Spec& spec, std::string_view target, Diagnostics& diagnostics);

}  // namespace launch
