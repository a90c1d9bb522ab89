// The verdict on one file, the open texts counting for what is on disk.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cli/build/code.h"
#include "cli/disk.h"
#include "cli/judgement.h"
#include "cli/lsp/documents.h"
#include "cli/target_setup.h"
#include "compiler/diagnostic/render.h"

namespace launch::cli {

// A place as the client counts it.
struct ClientPlace {
  std::string path;  // empty: no file, as of what launch itself puts in
  edit::LinePlace begin, end;
};

struct ClientFinding {
  Finding finding;  // its texts, secrets masked
  ClientPlace place;
  std::vector<ClientPlace> notes;  // of finding.notes
};

struct Verdict {
  bool ours = false;  // it holds a launch document
  std::vector<ClientFinding> findings;
  std::set<std::string> read;   // files that it was judged with
  std::set<std::string> bases;  // files that its documents name as base_config
  // What of other files it makes use of: declarations of queues, and comments, also of bases, that
  // silenced something; use_key() of each.
  std::set<std::string> used;
  bool holds_part = false;  // a base or queue: what it ignores may concern whole jobs only
};
// `what`: of a comment, what it would be told if it silenced nothing.
std::string use_key(const ClientPlace& place, std::string_view what);

// A job file, compiled to be explained.
struct Explanation {
  Judgement file;
  std::vector<Compiled> jobs;
  std::vector<bool> failed;  // of each: it has mistakes, and renders to nothing
  std::vector<Span> masked;  // credentials that stand in the texts
};

class Judge {
 public:
  Judge(const Workspace& workspace, const Documents& documents, edit::Encoding encoding,
        const CodeAtHand& code);

  Verdict judge(const std::string& path);
  std::unique_ptr<Explanation> compile_file(const std::string& path);
  // The text of a file, open or on disk; empty where there is none.
  std::string text_of(const std::string& path);
  QueueLookup find_queue(const std::string& name, const std::string& from) {
    return files_.find_queue(name, from);
  }
  const TargetOptions& options() const { return targets_.options(); }

 private:
  Grounds grounds() const {
    return {workspace_, files_, targets_.options(), nullptr, {}, true, &code_, {}};
  }
  std::shared_ptr<const ParsedFile> read(const std::string& path);
  std::vector<ClientFinding> as_client_counts(const Judgement& judgement) const;
  void note_use(Span place, std::string_view what, const SourceMap& sources,
                Verdict& verdict) const;
  bool looks_ours(const std::string& path, std::string_view text) const;

  const Workspace& workspace_;
  const Documents& documents_;
  edit::Encoding encoding_;
  const CodeAtHand& code_;
  TargetSetup targets_;
  Disk disk_;
  Files on_disk_;
  Files files_;  // open texts first
};

}  // namespace launch::cli
