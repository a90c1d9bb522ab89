// What an agent polls, how much it runs at once and how it builds: launch-config.yaml.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/diagnostic/diagnostic.h"
#include "compiler/document/node.h"

namespace launch::agent {

// A value and where it was written; the default has a node that is not valid().
template <class Value>
struct Setting {
  Value value;
  Node node{};
};

// Nodes that nobody wrote are not valid().
struct Registry {
  Node block, type, uri, url, repository, repo_name, image_name, account_id, region, project;
};
struct EnvironmentSettings {
  Node block, type, region, project;
};
// What a builder in a cluster is told besides: build::cluster_settings().
struct Builder {
  Node block, type, destination, platform, base_image, accelerator_base_image;
};

constexpr std::int64_t kUnlimited = -1;

struct AgentConfig {
  Node root;
  Node entity;
  std::vector<Node> queues;                 // those of `queues`, then `queue`
  Setting<std::int64_t> max_jobs{1};        // kUnlimited, or how many
  Setting<std::int64_t> max_schedulers{1};  // as max_jobs
  Setting<bool> secure_mode{false};
  Setting<std::int64_t> verbosity{0};
  Setting<std::int64_t> stopped_run_timeout{60};  // seconds
  Registry registry;
  EnvironmentSettings environment;
  Builder builder;
};

// Takes any document: what has the wrong type counts as not written. As W&B's agent does, a number
// may be written as text, and a truth value as one of the words that stand for it.
AgentConfig read_config(const Node& root, Arena& arena);

struct ConfigContext {
  Arena& arena;
  SourceMap& sources;
  Diagnostics& diagnostics;
};
// Reports everything that is wrong with the document.
void judge_config(const Node& root, const ConfigContext& context);
// That it is not the first document of its file.
void report_second(const Node& root, Diagnostics& diagnostics);

}  // namespace launch::agent
