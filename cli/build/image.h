// An image made of a job's code: what goes into it, its name, and docker to build it.
#pragma once

#include <string>
#include <vector>

#include "cli/build/source.h"
#include "cli/job_run.h"
#include "compiler/build/cluster.h"
#include "compiler/build/context.h"
#include "compiler/build/plan.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch::cli {

struct BuildOptions {
  std::vector<std::string> artifact_dirs;  // NAME=DIR
  std::string agent_config;                // a launch-config.yaml; empty: the workspace's, if any
  std::string builder;                     // instead of what the files say
  std::uint64_t context_limit = 512;       // MiB
  bool dry_run = false;                    // nothing is built, pulled or pushed
  bool verbose = false;                    // what the builder prints is shown as it comes
};

void add_build_flags(CLI::App& command, BuildOptions& options);
void add_artifact_dirs(CLI::App& command, std::vector<std::string>& folders);

// All that a build needs.
struct Image {
  build::Plan plan;
  std::string dockerfile;  // its text
  bool written = false;    // by launch; else it is one of the entries
  std::vector<build::ContextEntry> entries;
  std::size_t files = 0;  // how many entries there are
  std::string context_digest;
  std::string tag;  // empty: what a base image's name stands for is not known here
  build::Known known;
  build::ClusterSettings cluster;  // for a builder in a cluster
  std::string context_place;       // of one: where its context is put
  Node receiver;                   // of one with a claim: the Pod that takes the context
  Artifact call;                   // of docker, or the objects of a builder in a cluster

  std::string name() const {
    return std::string(plan.destination.as_string()) + ":" + (tag.empty() ? "${image_tag}" : tag);
  }
};

// The agent's configuration: `file`, else launch-config.yaml in the workspace's root. Not valid
// when there is none.
Node read_agent_config(const std::string& file, const Workspace& workspace, SourceMap& sources,
                       Arena& arena);

// How the image of a job is to be built; for `launch render`, without a look at the code.
build::Plan plan_image(const Compiled& job, const Node& agent, JobRun& run);
// What a builder in a cluster is to be told.
build::ClusterSettings plan_cluster(const Compiled& job, const Node& agent,
                                    std::string_view builder, JobRun& run);

// Fetches the code and puts everything together; starts no build. `docker` is the client.
Image prepare_image(const build::Plan& plan, const BuildOptions& options, const std::string& docker,
                    JobRun& run);

// What a builder gets: the context with the Dockerfile that launch wrote. `buildkit`: the builder
// knows mounts of caches.
std::string archive_of(const Image& image, bool buildkit);

enum class BuildResult : std::uint8_t { Built, Already };

struct BuildError {
  std::string message;
};

}  // namespace launch::cli
