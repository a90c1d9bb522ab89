#include <algorithm>
#include <array>

#include "compiler/check/check.h"
#include "compiler/check/key_words.h"
#include "compiler/check/rules.h"
#include "compiler/spec/checkpoint.h"
#include "compiler/spec/priority.h"

namespace launch {
namespace {

// What makes a target stop a job that it has begun.
struct Preemption {
  Span span;
  std::string what;
};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

bool has_word(std::string_view name, std::initializer_list<std::string_view> words) {
  const std::vector<std::string> parts = key_words(name);
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return std::find(parts.begin(), parts.end(), word) != parts.end();
  });
}

// Labels and taints of machines that may be taken away, with the value that says so; empty: any.
// https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms,
// https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html,
// https://learn.microsoft.com/azure/aks/spot-node-pool,
// https://karpenter.sh/docs/concepts/nodepools/
struct SpotLabel {
  std::string_view key, value;
};
constexpr std::array kSpotLabels{SpotLabel{"cloud.google.com/gke-spot", "true"},
                                 SpotLabel{"cloud.google.com/gke-preemptible", "true"},
                                 SpotLabel{"eks.amazonaws.com/capacityType", "spot"},
                                 SpotLabel{"karpenter.sh/capacity-type", "spot"},
                                 SpotLabel{"kubernetes.azure.com/scalesetpriority", "spot"}};

bool is_spot(std::string_view key, const Node* value) {
  return std::any_of(kSpotLabels.begin(), kSpotLabels.end(), [&](const SpotLabel& label) {
    if (label.key != key) return false;
    if (value == nullptr) return true;
    if (value->is_scalar()) return lower(value->as_string()) == label.value;
    return std::any_of(value->items().begin(), value->items().end(),
                       [&](const Node& item) { return lower(item.as_string()) == label.value; });
  });
}

// `key: value` in a node selector; {key:, value:} in a toleration, {key:, values:} in an affinity.
std::optional<Preemption> spot_machine(const Member& member, const Node& map) {
  if (is_spot(member.key, &member.value)) {
    return Preemption{member.key_span, std::string(member.key)};
  }
  if (member.key != "key" || !member.value.is_string()) return std::nullopt;
  const Node* value = map.find("value");
  if (value == nullptr) value = map.find("values");
  if (!is_spot(member.value.as_string(), value)) return std::nullopt;
  return Preemption{member.value.span(), std::string(member.value.as_string())};
}

std::optional<Preemption> preempted_by(const Member& member, const Node& map,
                                       std::string_view target) {
  const Node& value = member.value;
  if (target == "sagemaker" && same_name(member.key, "EnableManagedSpotTraining")) {
    const bool on = value.kind() == Kind::Bool && value.as_bool();
    return on ? std::optional(Preemption{member.key_span, "managed spot training"}) : std::nullopt;
  }
  if (target == "vertex" && same_name(member.key, "strategy") && value.as_string() == "SPOT") {
    return Preemption{value.span(), "strategy SPOT"};
  }
  if (target != "kubernetes") return std::nullopt;
  // https://kueue.sigs.k8s.io/docs/concepts/workload_priority_class/
  const bool is_class = same_name(member.key, "priorityClassName") ||
                        same_name(member.key, "priority_class") ||
                        member.key == "kueue.x-k8s.io/priority-class";
  if (is_class) {
    const std::string_view name = value.as_string();
    const bool low = has_word(name, {"low", "lowest", "preemptible", "scavenger"});
    return low ? std::optional(Preemption{value.span(), "priority class " + quoted(name)})
               : std::nullopt;
  }
  return spot_machine(member, map);
}

std::optional<Preemption> preemption(const Node& node, std::string_view target) {
  for (const Node& item : node.items()) {
    if (auto found = preemption(item, target)) return found;
  }
  for (const Member& member : node.members()) {
    if (auto found = preempted_by(member, node, target)) return found;
    if (auto found = preemption(member.value, target)) return found;
  }
  return std::nullopt;
}

// Where the target itself keeps what a job writes.
constexpr std::array<std::string_view, 7> kPlaces{"CheckpointConfig",
                                                  "persistentVolumeClaim",
                                                  "baseOutputDirectory",
                                                  "base_output_dir",
                                                  "nfs",
                                                  "csi",
                                                  "volumeClaimTemplate"};

bool keeps_files(const Node& node) {
  if (std::any_of(node.items().begin(), node.items().end(), keeps_files)) return true;
  return std::any_of(node.members().begin(), node.members().end(), [](const Member& member) {
    const bool named = std::any_of(kPlaces.begin(), kPlaces.end(), [&](std::string_view place) {
      return same_name(member.key, place);
    });
    return named || keeps_files(member.value);
  });
}

bool names_checkpoint(std::string_view name) {
  return has_word(name, {"checkpoint", "checkpoints", "checkpointing", "ckpt", "resume"});
}

bool in_hyperparameters(const Node& map) {
  return std::any_of(map.members().begin(), map.members().end(), [](const Member& member) {
    return names_checkpoint(member.key) || in_hyperparameters(member.value);
  });
}

// The code is told about checkpoints, be it where they are or that they are wanted.
bool knows_checkpoints(const CheckContext& context) {
  const auto named = [](const NamedText& each) { return names_checkpoint(each.name); };
  const Facts& facts = context.facts;
  return std::any_of(facts.options.begin(), facts.options.end(), named) ||
         std::any_of(facts.environment.begin(), facts.environment.end(), named) ||
         in_hyperparameters(context.spec.hyperparameters);
}

// Whatever the class is called, those above it may take its machines.
std::optional<Preemption> low_priority(const Spec& spec) {
  const PriorityClass priority = priority_class_of(spec);
  const bool low = priority.word == "low" && priority.priority != nullptr;
  if (!low || priority.mapped == nullptr) return std::nullopt;
  return Preemption{priority.priority->value.span(),
                    "priority class " + quoted(priority.mapped->value.as_string())};
}

std::string_view way_out(std::string_view target) {
  if (target == "sagemaker") return "say under checkpoint where: {path: …, uri: s3://…}";
  if (target == "vertex") return "say under checkpoint where: {path: …, uri: gs://…}";
  return "say under checkpoint where: {path: …, volume: …}";
}

std::optional<Preemption> preemption_of(const TargetBlock& block, const Spec& spec) {
  std::optional<Preemption> found = preemption(block.block, block.target);
  if (!found && block.target == "kubernetes") found = low_priority(spec);
  return found;
}

}  // namespace

void check_resume(const CheckContext& context) {
  const Node* resume = context.spec.root.find("resume");
  if (resume == nullptr || resume->as_string() != "never") return;
  for (const TargetBlock& block : context.facts.blocks) {
    const std::optional<Preemption> found = preemption_of(block, context.spec);
    if (!found) continue;
    context.diagnostics.report({&kNeverResumes,
                                resume->span(),
                                "the job may be stopped at any time (" + found->what +
                                    "), and resume: never lets no attempt go on with its run",
                                {{found->span, "stopped because of this"}},
                                "say resume: auto, or leave it out"});
  }
}

void check_checkpoint(const CheckContext& context) {
  if (knows_checkpoints(context)) return;
  const std::optional<Checkpoint> own = checkpoint_of(context.spec);
  for (const TargetBlock& block : context.facts.blocks) {
    const std::optional<Preemption> found = preemption_of(block, context.spec);
    const bool kept = keeps_files(block.block) || (own && own->outlives(block.target));
    if (!found || kept) continue;
    context.diagnostics.report({&kNoCheckpoint,
                                found->span,
                                "the job may be stopped at any time (" + found->what +
                                    "), and nothing says where it keeps checkpoints",
                                {},
                                std::string(way_out(block.target))});
  }
}

}  // namespace launch
