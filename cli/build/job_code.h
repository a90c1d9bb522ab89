// The code that the image of one job is made of.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/build/code_options.h"
#include "cli/build/context.h"
#include "cli/build/source.h"
#include "cli/workspace.h"
#include "compiler/build/cluster.h"
#include "compiler/build/plan.h"
#include "compiler/compile.h"

namespace launch::cli {

struct JobCode {
  build::Plan plan;
  Node agent;  // the agent's configuration; not valid without one
  Source source;
  std::shared_ptr<const TemporaryFolder> folder;  // of what was fetched
  build::Known known{};                           // of an image that is not built here

  std::string image() const { return std::string(plan.destination.as_string()) + ":" + known.tag; }
};

// A process of this machine runs the code that is here.
bool needs_image(const Compiled& job);

// SageMaker needs root, and all targets that are asked for get one image.
bool is_root_for_all(const Compiled& job);

// Throws UsageError for a builder that builds nothing; `job` is what needs it.
void refuse_builder(const build::Plan& plan, const std::string& job);

struct CodeInput {
  const Compiled& job;  // needs_image()
  const CodeOptions& options;
  const Workspace& workspace;
  Arena& arena;
  SourceMap& sources;
};

// How the image of a job is to be built, without a look at the code.
build::Plan plan_image(const CodeInput& input, const Node& agent);
// Likewise, with the agent's configuration.
JobCode plan_code(const CodeInput& input);

// What a builder in a cluster is to be told.
build::ClusterSettings cluster_settings_of(const JobCode& code, const CodeInput& input);

// What keeps the builder from making the image, each at its line; see build/judge_builder.h.
// `elsewhere` is how bad it is that this configuration does not build what another may.
void judge_builder(const JobCode& code, const CodeInput& input, Severity own, Severity elsewhere,
                   Diagnostics& found);

// The code at hand, judged, with what is known of its image; nothing where it is not at hand.
std::optional<JobCode> code_at_hand(JobCode code, const CodeInput& input, BuildContexts& contexts,
                                    Diagnostics& found);
// The code from wherever it is, judged. Throws what fetch_source() throws.
JobCode fetch_code(JobCode code, const CodeInput& input, Diagnostics& found);

}  // namespace launch::cli
