// A job as Kubernetes objects: the steps, in the order in which they are taken.
#pragma once

#include "compiler/target/kubernetes/api.h"
#include "compiler/target/kubernetes/short_form.h"

namespace launch::kubernetes {

inline constexpr TreeForm kManifestForm{"the manifest", list_key};

// The object's kind and the parts of it that pods come from. A Job without containers gets one.
Places find_places(Tree& tree);

// Image, command and variables of the job, in the main container of each pod template
// (containers.cpp).
void fill_containers(const Spec& spec, const Places& places, Tree& tree, TargetContext& context);

// The job's checkpoint block, as a volume of each pod template that its main container mounts
// (checkpoint.cpp).
void mount_checkpoints(const Spec& spec, const Places& places, Tree& tree, TargetContext& context);

// The class that the queue has for the job's priority, where Kubernetes, Kueue or Volcano reads it
// (priority.cpp).
void set_priority(const Spec& spec, const Places& places, Tree& tree, TargetContext& context);

// Names, labels and the defaults that W&B's client sets (complete.cpp).
void complete(const Spec& spec, const Places& places, Tree& tree);

// Moves what is secret, or waits for the submitting environment, out of the containers' variables
// into one Secret, and points to it. Reports secrets anywhere else (secrets.cpp). The Secret is not
// valid() when none is needed.
Node extract_secrets(const Spec& spec, const Places& places, Tree& tree, TargetContext& context);

// The job's additional_services, completed, in the order given (services.cpp).
std::vector<Node> emit_services(const Spec& spec, const Tree& job, TargetContext& context);

// The label that tells what belongs to a run; W&B's own (kubernetes_runner.py).
inline constexpr std::string_view kRunIdLabel = "wandb.ai/run-id";
// Every resource whose events W&B's agent follows has it.
inline constexpr std::string_view kMonitorLabel = "wandb.ai/monitor";

}  // namespace launch::kubernetes
