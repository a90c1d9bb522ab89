// One state of the files that jobs are made of: a commit, or what is on the disk.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cli/disk.h"
#include "cli/git/repository.h"
#include "cli/target_setup.h"
#include "compiler/compile.h"
#include "compiler/diagnostic/render.h"

namespace launch::cli {

struct Side {
  std::string label;
  std::vector<std::string> documents;  // files that may hold jobs, as messages name them; sorted
  std::function<FileText(const std::string& path)> read;
  Files files;
  std::function<ExpectedKind(const std::string& path)> expected_kind;
  std::function<std::string(const std::string& path)> from_root;  // as the workspace's globs see it
  std::unique_ptr<Workspace> workspace;
  std::string workspace_file;  // as messages name it; empty when there is none
  std::unique_ptr<TargetSetup> targets;
  std::unique_ptr<Disk> disk;  // one of these two
  std::shared_ptr<CommitFiles> commit;
};

// Of the repository around the working directory.
Side commit_side(const Repository& repository, const std::string& revision,
                 const TargetFlags& flags);
// The disk as it is; `workspace` is what holds there. Its documents are still to be named.
Side disk_side(const std::string& label, Workspace workspace, const TargetFlags& flags);

// The workspace that a file or folder lies in, wherever we are. Without one, nothing outside of the
// working directory is read, or outside of the folder where that lies elsewhere.
Workspace workspace_around(const std::string& path);

// A file's name says that it may hold documents, and the workspace does not speak against it.
bool may_hold_jobs(const Side& side, const std::string& path);

// What one document of a file became.
struct CompiledJob {
  enum class State : std::uint8_t {
    Compiled,
    Failed,
    Part  // a base, queue, sweep or agent: nothing that runs by itself
  };
  State state = State::Part;
  std::string name;    // the job's own
  std::size_t number;  // of the document, from 1
  Compiled compiled;
  std::vector<Finding> findings;    // errors; of a part all that is said of it
  std::vector<Finding> advice;      // reproducibility/*
  std::vector<Finding> lost_queue;  // queue/not-checked: it names a queue that is not here
};

struct JobFile {
  // Own what everything else points into.
  std::unique_ptr<SourceMap> sources = std::make_unique<SourceMap>();
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();
  std::vector<CompiledJob> jobs;
  std::set<std::string> read;  // itself, and what its documents name
};

// Every document of a file for every target it has; no documents when there is no such file.
JobFile compile_file(const Side& side, const std::string& path);

}  // namespace launch::cli
