#include "compiler/spec/checkpoint.h"

namespace launch {

const Member* Checkpoint::place_for(std::string_view target) const {
  const std::string_view bucket = uri == nullptr ? std::string_view() : uri->value.as_string();
  // What the submit fills in is taken for the right kind.
  const bool open = uri != nullptr && uri->value.is_deferred() && bucket.starts_with("$");
  if (target == "sagemaker") return bucket.starts_with("s3://") || open ? uri : nullptr;
  if (target == "vertex") return bucket.starts_with("gs://") || open ? uri : nullptr;
  if (target == "local-process") return host_path;
  if (target != "docker" && target != "kubernetes") return nullptr;
  return volume != nullptr ? volume : host_path;
}

std::optional<Checkpoint> checkpoint_of(const Spec& spec) {
  const Node* block = spec.root.find("checkpoint");
  if (block == nullptr || !block->is_mapping() || block->size() == 0) return std::nullopt;
  Checkpoint result;
  const auto text = [&](std::string_view key) -> const Member* {
    const Member* member = block->find_member(key);
    return member != nullptr && member->value.is_string() ? member : nullptr;
  };
  if (const Member* path = text("path")) result.path = path->value;
  result.uri = text("uri");
  result.volume = text("volume");
  result.host_path = text("host_path");
  result.artifact = text("artifact");
  return result;
}

Spec with_checkpoint_path(const Spec& spec, const Node& path, Arena& arena) {
  Spec result = spec;
  const Member* block = spec.root.find_member("checkpoint");
  if (block == nullptr) return result;
  const Node changed =
      MappingBuilder(block->value).set("path", path.span(), path).build(arena, block->value.span());
  result.root = MappingBuilder(spec.root)
                    .set("checkpoint", block->key_span, changed)
                    .build(arena, spec.root.span());
  return result;
}

}  // namespace launch
