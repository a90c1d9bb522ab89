// What the passes hand to each other: layers, one tree with holes, one tree without, the job.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/document/node.h"
#include "compiler/document/read_yaml.h"

namespace launch {

// A document or a set of flags that takes part in one job. Weakest first, as in `enum Role`.
enum class Role : std::uint8_t { Defaults, Queue, Base, Job, Flags };

struct Layer {
  Role role;
  Node root;                                // always a mapping
  std::span<const Directive> directives{};  // the `# launch:` comments of its document
};

// A value that a weaker layer set and a stronger one took away.
struct Removal {
  Path path;
  Span removed;  // the weaker value
  Span by;       // the null or !remove
};

// One tree; `{{ }}` and `${ }` still open.
struct Merged {
  Node root;
  std::vector<Removal> removed;
};

// A macro that only a later phase can fill; it stays in the text as written.
struct Deferred {
  std::string name;  // "HF_TOKEN", "image_uri"
  Span span;         // the macro itself where it was written
  Path path;         // the field that holds it
};

// One tree; no holes but the deferred ones.
struct Filled {
  Node root;
  std::vector<Removal> removed;
  std::vector<Deferred> deferred;
};

struct EnvVar {
  std::string_view name;
  Span name_span;
  Node value;  // null: taken from the submitting environment
};

// How strong the layer is that set a value: larger wins.
using Strength = std::function<std::size_t(const Node&)>;

// How the code gets into the job.
enum class SourceKind : std::uint8_t { None, Image, Git, Artifact };

// The job, decoded: what every target needs in one form. What only one target understands stays in
// `args`. A Node that was not given is not valid().
struct Spec {
  Node root;  // the whole filled tree, for checks and messages

  Node entity, project, name, author, run_id, queue, queue_entity, sweep_id, resume_count;
  Node resource;  // what the files say; the target that was chosen is a compile option

  SourceKind source = SourceKind::None;
  Node source_node;  // the image, git block or artifact name that decided `source`
  Node image;        // what runs; deferred ("${image_uri}") while an image has to be built first
  Node job;          // the job artifact's name

  // The command as words. `entry` replaces the image's entrypoint, `args` follow it.
  std::vector<Node> entry;
  std::vector<Node> args;

  std::vector<EnvVar> env;                 // in order, each name once
  Node hyperparameters;                    // mapping; run_config laid over it
  Node artifacts;                          // mapping, slot -> artifact (overrides.artifacts)
  Node files;                              // mapping, path -> patch (overrides.files)
  Node input_artifacts, output_artifacts;  // lists

  Node resource_args;  // mapping, target name -> its block, canonical names

  Strength strength = [](const Node&) { return std::size_t{0}; };
  // Whether a place lies in the queue's own text.
  std::function<bool(Span)> in_queue = [](Span) { return false; };
  // Reads one variable of the submitting environment; empty while the phase reads none.
  std::function<std::optional<std::string>(std::string_view)> environment{};
};

}  // namespace launch
