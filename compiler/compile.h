// The pipeline: a job document and all it names, to what would run.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/check/check_schema.h"
#include "compiler/resolve/load.h"
#include "compiler/resolve/macros.h"
#include "compiler/target/target.h"

namespace launch {

// What one compile is asked for. Everything the outside world decides is handed in.
struct CompileInput {
  LoadInput load;
  DocumentKind kind = DocumentKind::Job;  // Job, Base, or Queue (load.job is the queue then)
  std::string_view target;                // empty: the job's own choice
  // What to do when nothing says which target: fail, or judge every block that is there. Every is
  // for judging only: its artifacts carry a stand-in for a run id that nobody gave.
  enum class Targets : std::uint8_t { One, Every } targets = Targets::One;
  std::optional<std::string> image_uri;      // --image-uri
  std::string image_from = "--image-uri";    // what says so
  const Environment* environment = nullptr;  // null: environment macros are deferred
  TargetOptions options;
  std::span<const Setting> defaults{};  // of the workspace: weaker than everything else
  Node parameters{};            // of a run of a sweep: they fill {{name}} as well; a mapping
  bool keep_artifacts = false;  // in spite of errors: to compare, never to run
};

struct Compiled {
  Spec spec;
  std::vector<Artifact> artifacts;
  std::vector<Deferred> deferred;
  std::vector<Removal> removed;
  std::vector<Layer> layers;            // as they were read, weakest first
  std::vector<Directive> directives;    // of every document that took part
  std::vector<Span> used_declarations;  // names of the queue's variables that something used
};

// Reports all that is wrong; gives artifacts only when nothing is (warnings aside). Pure: reads
// through `files` alone, knows no clock, environment or terminal.
Compiled compile(const CompileInput& input, const Files& files, SourceMap& sources, Arena& arena,
                 Diagnostics& diagnostics);

}  // namespace launch
