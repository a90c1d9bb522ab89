// What jobs render to, as text: nothing of it hangs on a source or an arena any more.
#pragma once

#include <string>
#include <vector>

#include "cli/job_run.h"

namespace launch::cli {

struct RenderOptions {
  JobOptions job;
  std::vector<std::string> paths;  // files, folders, globs, "-"
  std::string format;  // shell, yaml, gcloud or json; empty: what the target is written in
  std::string output;  // a file instead of standard output
  std::string output_dir, check;  // a folder to write to, or to compare with
  bool prune = false;
  std::size_t threads = 0;
  CommonOptions common;
};

// One artifact.
struct Rendered {
  std::string path;           // of the job's file
  std::size_t document = 1;   // its number in the file
  std::string document_name;  // of a file with several: the job's name, or its number
  std::string_view target;
  std::string text;
  std::string_view ending;  // "sh", "yaml" or "json": what the text is
};

// A macro that is filled at submit.
struct Waiting {
  std::string name;
  std::string place;  // for people
  std::string path;   // of a file, with its line; else of a flag and the like
  Position position{};
  bool has_line = false;
};

struct Rendering {
  std::vector<Rendered> artifacts;  // in the order of the files and their documents
  std::vector<Waiting> waiting;
  std::vector<std::string> builds;  // calls that cannot be printed before what they are for
  std::vector<Finding> findings;
  std::vector<std::string> inputs;  // the files that were asked for, whatever became of them
  std::size_t job_count = 0;
  bool several = false;  // more than one job, or what a folder or glob holds
  int exit_code = kOk;
};

// As a message names the job of an artifact: "jobs/all.yaml#train".
std::string job_name(const Rendered& artifact);

// Renders what the paths name, for people's notes on standard error. Jobs' files are called what
// they are called from the workspace's root when it is for a folder.
Rendering render_jobs(const RenderOptions& options, JobCompiler& compiler);

}  // namespace launch::cli
