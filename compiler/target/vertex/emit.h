// A job as a CustomJob: the steps, in the order in which they are taken.
#pragma once

#include "compiler/target/tree.h"

namespace launch::vertex {

// The first worker pool, if there is none, and what single keys say of every pool (pools.cpp).
void fill_pools(const Node& block, Tree& tree);

// Image, command and variables of the job in every worker pool (tasks.cpp).
void fill_tasks(const Spec& spec, Tree& tree, TargetContext& context);

// Name, label and place of output (complete.cpp).
void complete(const Spec& spec, const Node& block, Tree& tree);

// The paths of the worker pools that run something.
std::vector<Path> worker_pools(const Tree& tree);

}  // namespace launch::vertex
