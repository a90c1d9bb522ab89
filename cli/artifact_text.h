// What would run, as text for people and as JSON. Secrets are masked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/target/target.h"

namespace launch::cli {

// The names that --format has for the artifact; the target's own form first, json last.
std::vector<std::string_view> formats_of(const Artifact& artifact);

// A line for a shell, YAML documents, or a request's JSON body; or what the target itself calls
// `format`. Ends in a line break.
std::string artifact_text(const Artifact& artifact, std::string_view format = {});

// {"target":…,"kind":"argv"|"manifest"|"request",…}
std::string artifact_json(const Artifact& artifact);

}  // namespace launch::cli
