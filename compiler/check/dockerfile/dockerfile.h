// Judges how the image of a job is made, where the code that it is made of is at hand.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "compiler/build/dockerfile.h"
#include "compiler/build/dockerfile_text.h"
#include "compiler/build/plan.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch {

// The build context, as the builder would see it. Paths have "/" and no "./".
struct CodeFiles {
  enum class Presence : std::uint8_t { Missing, Ignored, Here };  // Ignored: by .dockerignore
  std::function<Presence(std::string_view path)> presence;
  // A file of the context as a source; the same one each time. Nothing without such a file.
  std::function<std::optional<SourceId>(std::string_view path)> open;
};

struct CodeContext {
  const build::Plan& plan;
  const CodeFiles& code;
  Arena& arena;
  SourceMap& sources;
  Diagnostics& diagnostics;
};

// A Dockerfile of the job's own. `runs_entrypoint`: the job names no command beside it.
struct OwnDockerfile {
  SourceId source{};
  bool runs_entrypoint = false;
};
void judge_own_dockerfile(const OwnDockerfile& own, const CodeContext& context);

// What launch would write when the job has none; `place` is the job's line about its code.
struct WrittenDockerfile {
  bool python = true;  // the job runs Python
  Span place{};
};
void judge_written_dockerfile(const WrittenDockerfile& written, const CodeContext& context);

// --- the parts, one file each --------------------------------------------------------------------

struct DockerfileContext {
  const build::DockerfileText& file;
  SourceId source;
  const CodeContext& code;

  Span at(const build::DockerfileWord& word) const { return {source, word.begin, word.end}; }
};
void judge_dockerfile_bases(const DockerfileContext& context);
void judge_dockerfile_secrets(const DockerfileContext& context);
void judge_dockerfile_files(const DockerfileContext& context);
void judge_dockerfile_packages(const DockerfileContext& context);
void judge_dockerfile_entrypoint(const DockerfileContext& context);

// An image to start from, named at `place`; `what` it is: "image".
struct BaseName {
  std::string_view name;
  Span place;
  std::string_view what = "image";
};
void judge_base_name(const BaseName& base, const CodeContext& context);

// The file that packages are installed from, and those it names.
void judge_requirements(std::string_view path, const CodeContext& context);
void judge_pyproject(std::string_view path, const CodeContext& context);
void judge_conda_environment(std::string_view path, const CodeContext& context);
// What says which packages a job needs, and is not read, where nothing is installed.
void judge_uninstalled(Span place, const CodeContext& context);

// Whether a requirement, as pip reads it, can mean one version only.
bool is_pinned(std::string_view requirement);

}  // namespace launch
