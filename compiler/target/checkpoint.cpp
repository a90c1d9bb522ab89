#include "compiler/target/checkpoint.h"

#include "compiler/spec/spec_rules.h"

namespace launch {
namespace {

struct PlaceWords {
  const Member* Checkpoint::*place;
  std::string_view cannot;
};

constexpr PlaceWords kPlaces[] = {
    {&Checkpoint::uri, "keep checkpoints in this bucket"},
    {&Checkpoint::volume, "keep checkpoints in a volume"},
    {&Checkpoint::host_path, "keep checkpoints in a folder of the machine"}};

std::string way_out(std::string_view target) {
  if (target == "sagemaker") return "add checkpoint.uri: s3://…";
  if (target == "vertex") return "add checkpoint.uri: gs://…";
  return target == "local-process" ? "add checkpoint.host_path" : "add checkpoint.volume";
}

void judge_words(const Checkpoint& checkpoint, std::string_view target, Diagnostics& diagnostics) {
  const Node& path = checkpoint.path;
  const bool in_container = target != "local-process";
  if (in_container && path.valid() && !path.is_deferred() && !path.as_string().starts_with('/')) {
    diagnostics.report({&kCheckpoint,
                        path.span(),
                        "checkpoint.path is " + quoted(path.as_string()) +
                            ", expected a folder from the container's root",
                        {},
                        "write it with a / in front"});
  }
  if (checkpoint.uri != nullptr && !checkpoint.uri->value.is_deferred()) {
    const std::string_view uri = checkpoint.uri->value.as_string();
    if (!uri.starts_with("s3://") && !uri.starts_with("gs://")) {
      diagnostics.report({&kCheckpoint, checkpoint.uri->value.span(),
                          "checkpoint.uri is " + quoted(uri) + ", expected s3://… or gs://…"});
    }
  }
  const bool mounts = target == "docker" || target == "kubernetes";
  if (mounts && checkpoint.volume != nullptr && checkpoint.host_path != nullptr) {
    diagnostics.report({&kCheckpoint,
                        checkpoint.host_path->key_span,
                        "checkpoint.volume and checkpoint.host_path name two places for one folder",
                        {{checkpoint.volume->key_span, "the volume"}},
                        "remove one of them"});
  }
}

}  // namespace

const Member* judge_checkpoint(const Checkpoint& checkpoint, std::string_view target,
                               Diagnostics& diagnostics) {
  judge_words(checkpoint, target, diagnostics);
  const Member* place = checkpoint.place_for(target);
  if (place != nullptr) return place;
  for (const PlaceWords& each : kPlaces) {
    const Member* unused = checkpoint.*each.place;
    if (unused == nullptr) continue;
    diagnostics.report({&kDropped,
                        unused->key_span,
                        "target " + std::string(target) + " cannot " + std::string(each.cannot),
                        {},
                        way_out(target)});
  }
  return nullptr;
}

void report_other_folder(const Node& path, std::string_view target, std::string_view folder,
                         Diagnostics& diagnostics) {
  if (!path.valid() || path.as_string() == folder) return;
  diagnostics.report({&kDropped,
                      path.span(),
                      "target " + std::string(target) + " has the checkpoints at " +
                          quoted(folder) + ", and nothing at " + quoted(path.as_string()),
                      {},
                      "let the code read LAUNCH_CHECKPOINT_DIR, which names the folder"});
}

}  // namespace launch
