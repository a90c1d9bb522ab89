// What a target cannot say is reported, never lost in silence.
#pragma once

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/spec/spec.h"

namespace launch {

// What neither a container nor a process on one machine has a word for: paths of input and
// output artifacts, overrides.working_dir, additional_services.
void report_dropped_fields(const Spec& spec, std::string_view target, Diagnostics& diagnostics);

}  // namespace launch
