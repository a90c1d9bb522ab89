#include "compiler/check/image_name.h"
#include "compiler/check/rules.h"

namespace launch {

void check_image_tag(const CheckContext& context) {
  const Spec& spec = context.spec;
  if (spec.source != SourceKind::Image) return;
  const auto message = floating_image(spec.image, "image");
  if (!message) return;
  context.diagnostics.report({&kImageTag, spec.image.span(), *message, {}, {}});
}

}  // namespace launch
