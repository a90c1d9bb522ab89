// One function a subcommand; each returns the exit code.
#pragma once

#include "cli/options.h"
#include "cli/workspace.h"

namespace launch::cli {

struct ValidateOptions {
  std::vector<std::string> paths;
  std::vector<std::string> exclude;  // globs of files that are passed over
  bool dependents = false;           // also every file that reads one of `paths`
  std::string queue;
  std::string as;                    // judge finished objects of this target
  std::string format = "text";       // one of formats()
  std::vector<std::string> outputs;  // FORMAT=FILE
  std::string fail_on;               // error, warning; empty: the workspace's, else error
  std::size_t threads = 0;
  TargetFlags target;
};
int validate(const ValidateOptions& options, const CommonOptions& common);

struct RenderOptions {
  JobOptions job;
  std::string format;  // shell, yaml or json; empty: what the target is written in
  std::string output;  // a file instead of standard output
};
int render(const RenderOptions& options, const CommonOptions& common);

struct ExplainOptions {
  JobOptions job;
  std::string field;
  std::string format = "text";  // text, json
};
int explain(const ExplainOptions& options, const CommonOptions& common);

struct RulesOptions {
  std::string id;
  std::string format = "text";  // text, markdown
};
int rules(const RulesOptions& options);

int schema(const std::string& kind);
int version(bool schemas);

}  // namespace launch::cli
