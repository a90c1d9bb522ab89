// The verdicts on single files, put together.
#pragma once

#include <vector>

#include "cli/validate/file_judge.h"

namespace launch::cli {

// What was judged: results[i] is about inputs.files[i].
struct Judged {
  Inputs inputs;
  std::vector<FileResult> results;
};

// Leaves only what `dependents` concern.
void keep_dependents(const Dependents& dependents, Judged& judged);

// In the order of the places, each finding once.
void sort_once(std::vector<Finding>& findings);

// Findings of all files, each once, in the order of the files and places: a base that many jobs
// share is blamed once. What one file lacks and another has is nobody's mistake. Only when the
// `whole` workspace was judged it is known that nothing else makes use of a base's comments.
// Moves the findings out of `judged`.
std::vector<Finding> gather(Judged& judged, bool whole);

}  // namespace launch::cli
