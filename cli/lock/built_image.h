// What is locked of an image that is built of a job's code: where it goes, its tag, its bases.
#pragma once

#include "cli/build/code.h"
#include "cli/lock/lock_file.h"

namespace launch::cli {

struct BuiltImageInput {
  const Side& side;
  const PresentOptions& options;
  const CodeAtHand& code;
  const Meaning& meaning;
  JobFile& file;
};

// Adds the facts, if the job needs an image, and the agent's configuration to the file's reads.
void add_built_image(const BuiltImageInput& input, const Compiled& job, PresentJob& present);

}  // namespace launch::cli
