// Both dialects to one form, layer by layer, so that layers which say one thing differently meet.
#pragma once

#include <functional>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/spec/spec.h"

namespace launch {

struct NormaliseContext {
  SourceMap& sources;
  Arena& arena;
  Diagnostics& diagnostics;
  // The canonical name of a block of resource_args ("docker" for "local-container"), or the name
  // itself; and the block with every key in its one spelling.
  std::function<std::string_view(std::string_view name)> canonical_resource;
  std::function<Node(std::string_view resource, const Node& block)> normalise_block;
};

// The layer with:
//   image                 from docker.docker_image, job.docker.image
//   git.{repository,…}    from job.git, git.repo
//   env                   as a map, name -> value (null: inherit), from lists of NAME=VALUE too
//   overrides.run_config  as it is (laid over hyperparameters when the job is decoded)
//   command, args,        as lists of words, also in overrides: a string is split as a shell would,
//   entry_point           before anything in it is filled, so that one hole stays one word
//   resource_args         under canonical names, blocks in canonical spelling
// A queue's fields that say something about the queue itself are left out.
// Whatever is moved remembers the field it was written as. One thing in two spellings with
// different contents is spec/set-twice, with both places.
Layer normalise_layer(const Layer& layer, const NormaliseContext& context);

}  // namespace launch
