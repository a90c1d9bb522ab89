#include "cli/parts.h"

#include <algorithm>

#include "compiler/spec/spec_rules.h"

namespace launch::cli {

bool is_only_a_base(const Compiled& job, const Diagnostics& found) {
  return job.spec.source == SourceKind::None &&
         std::any_of(found.all().begin(), found.all().end(),
                     [](const Diagnostic& diagnostic) { return diagnostic.rule == &kNoSource; });
}

}  // namespace launch::cli
