#include "compiler/target/checkpoint.h"

#include "compiler/target/sagemaker/emit.h"

namespace launch::sagemaker {

// SageMaker copies the folder to the bucket while the job runs, and back when it starts again
// (https://docs.aws.amazon.com/sagemaker/latest/dg/model-checkpoints.html).
void keep_checkpoints(const Spec& spec, Tree& tree, TargetContext& context) {
  const std::optional<Checkpoint> checkpoint = checkpoint_of(spec);
  if (!checkpoint) return;
  const Member* place = judge_checkpoint(*checkpoint, "sagemaker", context.diagnostics);
  if (place == nullptr) return;
  const Path config{"CheckpointConfig"};
  tree.lay(config / "S3Uri", place->value, place->key_span, "checkpoint.uri");
  if (!checkpoint->path.valid()) return;
  tree.lay(config / "LocalPath", checkpoint->path, checkpoint->path.span(), "checkpoint.path");
}

}  // namespace launch::sagemaker
