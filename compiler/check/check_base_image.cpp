#include "compiler/check/image_name.h"
#include "compiler/check/rules.h"

namespace launch {
namespace {

void check_base(const CheckContext& context, const Node* holder) {
  const Node* image = holder == nullptr ? nullptr : holder->find("base_image");
  if (image == nullptr) return;
  const auto message = floating_image(*image, "base_image");
  if (!message) return;
  context.diagnostics.report({&kBaseImage, image->span(), *message, {}, {}});
}

// https://github.com/wandb/wandb/blob/main/wandb/sdk/launch/_project_spec.py: base images are read
// from the builder itself, its accelerator, and the older name of that, cuda.
void check_builder(const CheckContext& context, const Node* builder) {
  if (builder == nullptr) return;
  check_base(context, builder);
  check_base(context, builder->find("accelerator"));
  check_base(context, builder->find("cuda"));
}

}  // namespace

void check_base_image(const CheckContext& context) {
  const Spec& spec = context.spec;
  // Nothing is built for a job that brings its image.
  if (spec.source == SourceKind::Image) return;
  check_builder(context, spec.root.find("builder"));
  const Node* blocks = spec.root.find("resource_args");
  if (blocks == nullptr) return;
  check_builder(context, blocks->find("builder"));
  for (const Member& block : blocks->members()) {
    check_builder(context, block.value.find("builder"));
  }
}

}  // namespace launch
