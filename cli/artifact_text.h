// What would run, as text for people and as JSON. Secrets are masked.
#pragma once

#include <string>

#include "compiler/target/target.h"

namespace launch::cli {

// A line for a shell, YAML documents, or a request's JSON body; ends in a line break.
std::string artifact_text(const Artifact& artifact);

// {"target":…,"kind":"argv"|"manifest"|"request",…}
std::string artifact_json(const Artifact& artifact);

}  // namespace launch::cli
