// The block of resource_args that W&B's runner of a target takes.
#pragma once

#include "compiler/wandb/launch_spec.h"

namespace launch::wandb {

// What was rendered for a target; null when nothing was.
const Artifact* artifact_of(const Compiled& job, std::string_view target);

void tell_manifest_differences(const Compiled& job, const SpecContext& context);

// What reaches W&B is JSON: .nan and .inf in it are written as null.
void tell_odd_numbers(const Node& whole, const SpecContext& context);

inline constexpr std::string_view kOwnEnvironment =
    "W&B's agent runs local processes in its own environment";

class BlockMaker {
 public:
  BlockMaker(const Compiled& job, const SpecContext& context) : job_(job), context_(context) {}

  // Empty where the target has none or W&B cannot be told.
  Node docker() const;
  Node kubernetes() const;
  Node sagemaker() const;
  Node vertex() const;

 private:
  Node docker_value(const Member& member) const;
  Node docker_environment() const;
  Node queue_free(const Node& node) const;
  bool from_queue(const Node& node) const;
  Node manifest(const Node& node) const;
  Node variables(const Node& list) const;
  Node vertex_pool(const Node& pool) const;
  Node vertex_pools() const;
  void sort_vertex(const Node& node, const std::string& prefix, MappingBuilder& spec,
                   MappingBuilder& run) const;
  Node in_snake_case(const Node& node) const;
  Node seconds(const Node& value) const;
  bool is_wandb_variable(std::string_view name) const;
  const EnvVar* own_variable(std::string_view name) const;
  void differs(Span span, std::string message) const;

  const Compiled& job_;
  const SpecContext& context_;
};

}  // namespace launch::wandb
