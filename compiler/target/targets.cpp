#include <algorithm>
#include <array>

#include "compiler/target/docker/docker.h"
#include "compiler/target/kubernetes/kubernetes.h"
#include "compiler/target/local_process/local_process.h"
#include "compiler/target/sagemaker/sagemaker.h"
#include "compiler/target/target.h"
#include "compiler/target/vertex/vertex.h"

namespace launch {
namespace {

// The list: one line a target.
constexpr std::array kTargets{
    &docker_target, &local_process_target, &kubernetes_target, &sagemaker_target, &vertex_target,
};

}  // namespace

std::span<const Target* const> targets() { return kTargets; }

const Target* find_target(std::string_view name) {
  for (const Target* target : kTargets) {
    const bool alias =
        std::find(target->aliases.begin(), target->aliases.end(), name) != target->aliases.end();
    if (target->name == name || alias) return target;
  }
  return nullptr;
}

std::string_view canonical_resource(std::string_view name) {
  const Target* target = find_target(name);
  return target == nullptr ? std::string_view() : target->name;
}

}  // namespace launch
