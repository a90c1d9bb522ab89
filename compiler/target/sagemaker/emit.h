// A job as a CreateTrainingJob request: the steps, in the order in which they are taken.
#pragma once

#include "compiler/target/tree.h"

namespace launch::sagemaker {

// Image, entry point and arguments of the job, in AlgorithmSpecification (algorithm.cpp).
void fill_algorithm(const Spec& spec, Tree& tree, TargetContext& context);

// The variables of the job and those of wandb.init(), in Environment (environment.cpp).
void fill_environment(const Spec& spec, Tree& tree, TargetContext& context);

// The job's checkpoint block, in CheckpointConfig (checkpoint.cpp).
void keep_checkpoints(const Spec& spec, Tree& tree, TargetContext& context);

// Name, role, tags and the defaults of W&B's client and of AWS (complete.cpp).
// `region`: of the call; empty when it is not known.
void complete(const Spec& spec, std::string_view region, Tree& tree, TargetContext& context);

}  // namespace launch::sagemaker
