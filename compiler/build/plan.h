// How the image of one job is built, as the job, its queue and the agent say it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/spec/spec.h"
#include "compiler/target/target.h"

namespace launch::build {

// A Node that nobody set is not valid().
struct Plan {
  SourceKind source = SourceKind::None;
  Node builder;         // "docker", "kaniko", "buildkit" or "noop"
  Node destination;     // the repository, without tag; made of the code's name when nobody says
  bool pushes = false;  // somebody said where to
  Node repository, revision;  // of git; the revision may be a branch, a tag, or not be given
  bool is_branch = false;     // it is one, and no tag of that name
  Node artifact;
  Node base_image;
  bool accelerator = false;  // the base brings an accelerator's libraries
  Node python_version, platform, dockerfile, context, user;
  std::vector<Node> system_packages;
  std::vector<Member> args;
  std::vector<Node> entry;  // the words that start the job, for the image's entry point
};

struct PlanInput {
  const Spec& spec;
  std::string_view target;  // that the image is run by
  const Node& agent;        // the agent's configuration; not valid without one
  Arena& arena;
  SourceMap& sources;
};
// The blocks that say how to build, strongest first: of the job and its queue, then what W&B keeps
// in the target's block, then of the agent. Null where there is none.
std::vector<const Node*> builders_of(const PlanInput& input);
// Of a job whose image is not there yet.
Plan plan_of(const PlanInput& input);
// One text for plans that make the same image of the same code.
std::string key_of(const Plan& plan);
inline bool needs_build(const Spec& spec) {
  return spec.source != SourceKind::Image && spec.source != SourceKind::None &&
         spec.image.is_deferred();
}

// What only the code tells.
struct Known {
  std::string tag;         // empty: not known yet
  std::string commit;      // the whole name
  std::string dockerfile;  // its path in the context
};

inline constexpr std::string_view kBuildTarget = "build";
inline constexpr std::string_view kWrittenDockerfile = "Dockerfile.launch";

// The command line of docker, which takes the context on its standard input. What is not known is
// deferred.
Artifact build_artifact(const Plan& plan, const Known& known, Arena& arena, SourceMap& sources);

}  // namespace launch::build
