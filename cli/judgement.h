// What is to be said of one file, in places of its own sources: what `launch validate` and
// `launch lsp` make their findings of.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/inputs.h"
#include "compiler/check/ignores.h"
#include "compiler/compile.h"

namespace launch::cli {

class CodeAtHand;

// What files are judged by.
struct Grounds {
  const Workspace& workspace;
  const Files& files;
  const TargetOptions& options;
  const Target* as = nullptr;          // whose finished objects are judged; null: launch documents
  std::optional<std::string> queue{};  // a file to judge jobs by
  bool notes_reads = true;             // fill Judgement::read and searches
  const CodeAtHand* code = nullptr;    // to judge Dockerfiles in; null: they are not
  std::string agent_config{};          // a launch-config.yaml; empty: the workspace's, if any
  std::uint64_t context_limit = 0;     // MiB of a build context; 0: only its texts are judged
};

// A queue that a job names, and what came of it.
struct QueueSearch {
  std::string name, from;
  QueueLookup found;
};

struct Judgement {
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  SourceId source{};
  std::vector<Directive> directives;    // of every document that took part
  std::vector<Span> used_declarations;  // of queues
  std::vector<std::string> bases;       // files that its documents name as base_config
  std::set<std::string> read;           // files that it was judged with
  std::vector<QueueSearch> searches;
  std::set<std::string> looked_for;  // files of its code that are there or might have been
  // Texts that are no files of the disk, as those of commits: the place in the job that names them.
  std::map<SourceId, Span> named_at;
  std::size_t document_count = 0;
  bool ours = false;        // one of the documents, at least, is launch's
  bool holds_part = false;  // a base or queue: what it ignores may concern whole jobs only
};

// Judges each document of a file with that text.
void judge_file(const Grounds& grounds, const Input& file, std::string text, Judgement& judgement);

// Takes out what comments silence; returns which of them had a use.
std::vector<UsedIgnore> apply_comments(Judgement& judgement);

// A document that can be compiled.
struct Compilable {
  LoadInput load;
  DocumentKind kind = DocumentKind::Job;
  Node parameters{};  // of a sweep's run
};

// For every target.
Compiled compile_document(const Grounds& grounds, Compilable document, Judgement& judgement,
                          Diagnostics& found);

}  // namespace launch::cli
