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

// The same over many lines, for files that are compared: a flag a line, JSON indented.
std::string artifact_lines(const Artifact& artifact, std::string_view format = {});
// JSON without blanks, one value a line.
std::string indented_json(std::string_view compact);

// The document that a job stands in.
struct ArtifactSource {
  std::string_view path;
  std::size_t document = 1;  // its number in the file
};

// {"target":…,"path":…,"document":…,"kind":"argv"|"manifest"|"request",…}; without the document
// where none is given.
std::string artifact_json(const Artifact& artifact, const ArtifactSource& source = {});

}  // namespace launch::cli
