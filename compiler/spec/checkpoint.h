// Where a job keeps its checkpoints, as its `checkpoint` block says.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "compiler/spec/spec.h"

namespace launch {

inline constexpr Rule kCheckpoint{
    "spec/checkpoint", Severity::Error, "a checkpoint block that no target can follow",
    "checkpoint.path is the folder inside the container, from its root; checkpoint.uri is a "
    "bucket, s3:// or gs://; checkpoint.volume (a volume of docker, a PersistentVolumeClaim of "
    "Kubernetes) and checkpoint.host_path (a folder of the machine) cannot both be mounted there. "
    "What a queue or base says is taken away by null."};
inline constexpr std::array kCheckpointRules{&kCheckpoint};

struct Checkpoint {
  Node path;                    // in the container; not valid when not said
  const Member* uri = nullptr;  // and the places, each null when not said
  const Member* volume = nullptr;
  const Member* host_path = nullptr;
  const Member* artifact = nullptr;  // the code itself logs it

  // The place that `target` can use; null when none of them is one.
  const Member* place_for(std::string_view target) const;
  // Whether checkpoints outlive a job on `target`.
  bool outlives(std::string_view target) const {
    return artifact != nullptr || place_for(target) != nullptr;
  }
};

std::optional<Checkpoint> checkpoint_of(const Spec& spec);

// The job as it is when the folder is another one than checkpoint.path says, because the target
// chooses it: LAUNCH_CHECKPOINT_DIR tells.
Spec with_checkpoint_path(const Spec& spec, const Node& path, Arena& arena);

}  // namespace launch
