// A place where jobs run: data and pure functions. targets.cpp has the list; nothing else in the
// compiler knows a particular target.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/read_yaml.h"
#include "compiler/spec/spec.h"

namespace launch {

namespace kubernetes {
class ResourceSchemas;
}

// A word of a command line. `field` is its name for people: "gpus", "env.HF_TOKEN", "image",
// "command[1]"; words of one flag share it.
struct Word {
  Node node;
  std::string_view field;
};

// A variable of the process that runs the command line.
struct ProcessVariable {
  std::string_view name;
  Node value;  // null: taken from the submitting environment as it is
};

// A command line, never a shell's.
struct Argv {
  std::vector<Word> words;
  std::vector<ProcessVariable> environment;
};

// Kubernetes objects, in the order in which to create them. The job itself is the last.
struct Manifest {
  std::vector<Node> documents;
};

// One call of a cloud provider's API.
struct Request {
  std::string_view operation;  // "CreateTrainingJob"
  Node body;
};

using ArtifactContent = std::variant<Argv, Manifest, Request>;

struct Artifact {
  std::string_view target;
  ArtifactContent content;
};

// What the user chose about targets, whatever the job.
struct TargetOptions {
  std::string_view base_url = "https://api.wandb.ai";  // of the W&B server
  std::string_view kubernetes_version{};               // "1.34"; empty: the newest there is
  // Of kinds that Kubernetes itself does not have; null: none.
  const kubernetes::ResourceSchemas* schemas = nullptr;
  // The AWS account that names of roles are looked up in: 12 digits; empty: not known.
  std::string_view aws_account{};
  // Whether requests whose fields are plain text may hold secrets.
  bool allow_plain_secrets = false;
};

// What a target's functions need besides the job.
struct TargetContext {
  Arena& arena;
  SourceMap& sources;
  Diagnostics& diagnostics;
  const TargetOptions& options;
};

// One thing that could run as it is, read from a file for `launch validate --as`.
struct FinishedInput {
  const Node& root;
  TargetContext context;
};

// One more way to write an artifact, for `launch render --format`.
struct Format {
  std::string_view name;
  // Without secrets, which are masked.
  std::string (*write)(const Artifact&);
};

struct Target {
  std::string_view name;                      // canonical: also the key under resource_args
  std::span<const std::string_view> aliases;  // other names people and W&B use
  std::string_view summary;                   // one line for `launch --help` and the docs
  std::span<const Rule* const> rules;

  // One spelling for every key of this target's block, so that layers which spell it differently
  // meet. Reports keys that say the same thing twice.
  Node (*normalise_args)(const Node& args, TargetContext&);
  // The artifact, and everything that is wrong with the job for this target.
  Artifact (*emit)(const Spec&, TargetContext&);
  // Judges what could run as it is (`--as`); null when this target has no such form.
  void (*judge)(const FinishedInput&);
  // The key that tells the items of the list at `path` (below this target's block) apart when
  // layers merge; empty where a list replaces the weaker one. Null when every list does.
  std::string_view (*list_key)(std::span<const std::string> path);
  // How finished objects are read where that differs from our own documents; null when not.
  const YamlDialect* dialect = nullptr;
  // Beside the target's own form and JSON.
  std::span<const Format> formats{};
};

std::span<const Target* const> targets();
// By name or alias; null when there is none.
const Target* find_target(std::string_view name);
// The name of a target by name or alias; empty for an unknown one.
std::string_view canonical_resource(std::string_view name);

}  // namespace launch
