// How well a run of a job could be repeated, as one letter with its reasons.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "compiler/diagnostic/render.h"
#include "compiler/lock/lock.h"
#include "compiler/spec/spec.h"

namespace launch {

struct GradeReason {
  int points = 0;  // that it costs
  std::string message;
  std::string place;  // "jobs/a.yaml:3"
};

struct Grade {
  int score = 100;
  char letter = 'A';  // A from 95, B from 85, C from 70, D from 50, E from 30, else F
  std::vector<GradeReason> reasons;
};

struct GradeInput {
  std::span<const Finding> advice;     // reproducibility/* that nobody silenced
  std::span<const Deferred> deferred;  // macros that the submitting environment fills
  const LockedJob* locked = nullptr;   // facts that the lock remembers, such as a tag's digest
  const Spec& spec;
  const SourceMap& sources;
};
Grade grade_of(const GradeInput& input);

}  // namespace launch
