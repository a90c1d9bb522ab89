// The checkpoint block of a job on its way to a target.
#pragma once

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/spec/checkpoint.h"

namespace launch {

// The place in which `target` keeps the job's checkpoints; null when it has none. Reports what is
// wrong with the block (spec/checkpoint), and places of which the target can use none
// (portability/dropped).
const Member* judge_checkpoint(const Checkpoint& checkpoint, std::string_view target,
                               Diagnostics& diagnostics);

// The target has a folder of its own for them, and the job named another (portability/dropped).
void report_other_folder(const Node& path, std::string_view target, std::string_view folder,
                         Diagnostics& diagnostics);

}  // namespace launch
