#include "compiler/target/portability.h"

#include "compiler/spec/spec_rules.h"

namespace launch {

void report_dropped_artifact_paths(const Spec& spec, std::string_view target,
                                   Diagnostics& diagnostics) {
  for (const Node& artifact : spec.input_artifacts.items()) {
    const Member* path = artifact.find_member("path");
    if (path == nullptr || path->value.is_null()) continue;
    diagnostics.report({&kDropped, path->key_span,
                        "target " + std::string(target) +
                            " cannot place an artifact at a path; the job has to download it itself",
                        {},
                        "call run.use_artifact(…).download(root=…) in the job"});
  }
}

}  // namespace launch
