// An image made of a job's code: what goes into it, its name, and docker to build it.
#pragma once

#include <string>
#include <vector>

#include "cli/build/base_digest.h"
#include "cli/build/context.h"
#include "cli/build/source.h"
#include "cli/workspace.h"
#include "compiler/build/cluster.h"
#include "compiler/build/context.h"
#include "compiler/build/from.h"
#include "compiler/build/plan.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch::cli {

// What an image is put together from.
struct Ingredients {
  const Source& source;
  BaseDigest base_digest;
  BuildContexts& contexts;
  std::uint64_t context_limit;  // MiB
  Arena& arena;
  SourceMap& sources;
};

struct KnownBase {
  build::Base base;
  std::string digest;  // empty: not known here
};

// All that a build needs.
struct Image {
  build::Plan plan;
  std::string dockerfile;  // its text
  bool written = false;    // by launch; else it is one of the entries
  std::string own_path;    // of one that is not, from the code's root
  std::shared_ptr<const BuildContext> context;
  std::size_t files = 0;  // how many entries it has
  std::string context_digest;
  std::vector<KnownBase> bases;  // in the order of the Dockerfile
  std::string tag;               // empty: what a base image's name stands for is not known here
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

// Puts everything together; starts no build. Throws UsageError for code that no image can be made
// of, and UnreachableError for what cannot be read.
Image prepare_image(const build::Plan& plan, const Ingredients& from);

// What a builder gets: the context with the Dockerfile that launch wrote. `buildkit`: the builder
// knows mounts of caches.
std::string archive_of(const Image& image, bool buildkit);

enum class BuildResult : std::uint8_t { Built, Already };

struct BuildError {
  std::string message;
};

}  // namespace launch::cli
