#include <algorithm>
#include <array>

#include "compiler/wandb/blocks.h"
#include "compiler/wandb/rules.h"

namespace launch::wandb {
namespace {

// wandb/sdk/launch/utils.py, _DOCKER_ALLOWED_RESOURCE_ARGS, as far as docker has such flags.
constexpr std::array<std::string_view, 17> kAllowed{
    "cpu-period", "cpu-quota", "cpu-shares", "cpus",   "cpuset-cpus", "cpuset-mems",
    "env",        "gpus",      "memory",     "name",   "memory-swap", "memory-reservation",
    "pids-limit", "platform",  "shm-size",   "ulimit", "workdir"};

bool is_allowed(std::string_view flag) {
  return std::find(kAllowed.begin(), kAllowed.end(), flag) != kAllowed.end();
}

}  // namespace

Node BlockMaker::docker() const {
  const Node* block = job_.spec.resource_args.find("docker");
  MappingBuilder result;
  const Node environment = docker_environment();
  if (environment.size() > 0) result.set("env", environment.span(), environment);
  for (const Member& member : block == nullptr ? std::span<const Member>() : block->members()) {
    if (member.key == "env" || from_queue(member.value) || member.value.is_null()) continue;
    // What is off, and rm that is on, is so without a word.
    const bool is_bool = member.value.kind() == Kind::Bool;
    if (is_bool && member.value.as_bool() == (member.key == "rm")) continue;
    if (!is_allowed(member.key)) {
      differs(member.key_span, "W&B's agent refuses --" + std::string(member.key) +
                                   ", so that it is left out of the launch spec");
      continue;
    }
    const Node value = docker_value(member);
    if (value.valid()) result.set(member.key, member.key_span, value);
  }
  return result.build(context_.arena, job_.spec.root.span());
}

// Text and numbers; lists only of ulimit.
Node BlockMaker::docker_value(const Member& member) const {
  const Node& value = member.value;
  const bool devices = member.key == "gpus" && value.is_string() &&
                       value.as_string().starts_with("device=") &&
                       value.as_string().find(',') != std::string_view::npos;
  // docker reads --gpus as CSV, and W&B hands the text on as it is.
  if (devices) {
    return Node::string(context_.arena.join({"\"", value.as_string(), "\""}), value.span());
  }
  const bool limits = member.key == "ulimit";
  if (value.is_mapping() && limits) {
    std::vector<Node> items;
    for (const Member& each : value.members()) {
      const std::string_view text = scalar_text(each.value, context_.arena);
      items.push_back(Node::string(context_.arena.join({each.key, "=", text}), each.value.span()));
    }
    return Node::sequence(context_.arena.copy(std::span<const Node>(items)), value.span());
  }
  if (value.is_sequence() && (limits || value.size() == 1)) {
    return limits ? value : value.items()[0];
  }
  if (value.is_string() || value.is_number()) return value;
  differs(value.span(), "W&B's agent takes text and numbers only, and this is " +
                            std::string(kind_phrase(value.kind())) + ", so that --" +
                            std::string(member.key) + " is left out of the launch spec");
  return {};
}

// NAME=VALUE; NAME alone is taken from the agent's environment.
Node BlockMaker::docker_environment() const {
  std::vector<Node> items;
  const auto add = [&](std::string_view name, const Node& value) {
    if (value.is_deferred()) {
      differs(value.span(), "W&B's agent writes the value of " + quoted(name) +
                                " onto the command line; launch hands it over unseen");
    }
    const std::string_view text =
        value.is_null() ? context_.arena.copy(name)
                        : context_.arena.join({name, "=", scalar_text(value, context_.arena)});
    items.push_back(Node::string(text, value.span()));
  };
  for (const EnvVar& variable : job_.spec.env) {
    if (!from_queue(variable.value)) add(variable.name, variable.value);
  }
  const Node* block = job_.spec.resource_args.find("docker");
  const Node* own = block == nullptr ? nullptr : block->find("env");
  for (const Member& member : own == nullptr ? std::span<const Member>() : own->members()) {
    if (!from_queue(member.value)) add(member.key, member.value);
  }
  return Node::sequence(context_.arena.copy(std::span<const Node>(items)), job_.spec.root.span());
}

}  // namespace launch::wandb
