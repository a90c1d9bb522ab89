// What keeps an image from being built, each at the line that says so.
#pragma once

#include <optional>

#include "compiler/build/plan.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch::build {

struct ClusterSettings;

struct BuilderJudging {
  const Plan& plan;
  const ClusterSettings& settings;
  Arena& arena;
  SourceMap& sources;
  Diagnostics& diagnostics;
};

// What is wrong with the settings themselves, whatever an agent adds to them: arguments, and the
// objects of a build in a cluster as the Kubernetes API sees them.
void judge_builder(const BuilderJudging& judging);
// Likewise, as the job and its queue say it.
void judge_builder(const PlanInput& input, Diagnostics& diagnostics);

// What the settings lack for code to become an image: a builder that builds, places for the code
// and the image.
struct Lacking {
  std::optional<Span> code;  // the job's line about it; nothing: no job is known
  Severity no_builder = Severity::Error, no_place = Severity::Error;
};
void judge_lacking(const Lacking& lacking, const BuilderJudging& judging);

}  // namespace launch::build
