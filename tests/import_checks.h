// An import without a disk, for tests and the fuzzer.
#pragma once

#include <string>

#include "compiler/diagnostic/render.h"
#include "compiler/import/import.h"

namespace launch::tests {

struct ImportRun {
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  std::vector<Imported> jobs;

  std::size_t residue() const { return residue_count(diagnostics); }
  std::string findings() const {
    return render_text(resolve(diagnostics.sorted(), sources), false);
  }
  // Everything that anybody gets to see.
  std::string visible() const {
    std::string text = findings();
    for (const Imported& job : jobs) text += job.job + job.queue + job.agent;
    return text;
  }
};

inline void import_text(const std::string& importer, const std::string& text,
                        const ImportOptions& options, ImportRun& run) {
  const SourceId id = run.sources.add("source", text);
  ImportContext context{run.sources, run.arena, run.diagnostics, options};
  run.jobs = import_source(*find_importer(importer), id, context);
}

}  // namespace launch::tests
