#include "compiler/build/settings.h"
#include "compiler/check/check.h"

namespace launch {

void check_build_settings(const CheckContext& context) {
  // Nothing is built for a job that brings its image.
  if (context.spec.source == SourceKind::Image) return;
  build::judge_settings(context.spec.root, context.sources, context.diagnostics);
}

}  // namespace launch
