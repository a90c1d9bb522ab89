#include <algorithm>
#include <cstdio>

#include "cli/artifact_text.h"
#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/job_run.h"
#include "cli/render_wandb.h"
#include "cli/write_out.h"
#include "compiler/document/write_json.h"

namespace launch::cli {
namespace {

struct RenderOptions {
  JobOptions job;
  std::string format;  // shell, yaml, gcloud or json; empty: what the target is written in
  std::string output;  // a file instead of standard output
  CommonOptions common;
};

void append_deferred(std::string& out, const Deferred& deferred, const SourceMap& sources) {
  out += "{\"name\":" + json_string(deferred.name);
  const bool file = sources.kind(deferred.span.source) == SourceMap::Kind::File;
  const Position position = sources.position(deferred.span.source, deferred.span.begin);
  out += ",\"path\":" + json_string(sources.name(deferred.span.source));
  out += ",\"line\":" + (file ? std::to_string(position.line) : "null");
  out += ",\"column\":" + (file ? std::to_string(position.column) : "null") + "}";
}

std::string as_json(const JobRun& run) {
  std::string out = "{\"format_version\":1,\"artifacts\":[";
  bool first = true;
  const auto add = [&](const Artifact& artifact) {
    out += first ? "\n" : ",\n";
    first = false;
    out += artifact_json(artifact);
  };
  for (std::size_t i = 0; i < run.jobs.size(); ++i) {
    if (i < run.builds.size() && run.builds[i]) add(*run.builds[i]);
    for (const Artifact& artifact : run.jobs[i].artifacts) add(artifact);
  }
  out += first ? "],\"deferred\":[" : "\n],\"deferred\":[";
  first = true;
  for (const Compiled& job : run.jobs) {
    for (const Deferred& deferred : job.deferred) {
      out += first ? "" : ",";
      first = false;
      append_deferred(out, deferred, *run.sources);
    }
  }
  out += "],\"findings\":";
  append_findings_json(out, run.findings);
  return out + "}\n";
}

// Only a command line can stand before another.
bool is_command(const std::vector<Artifact>& artifacts) {
  return std::all_of(artifacts.begin(), artifacts.end(), [](const Artifact& artifact) {
    return std::holds_alternative<Argv>(artifact.content);
  });
}

std::string as_text(const JobRun& run, const std::string& format) {
  std::string out;
  for (std::size_t i = 0; i < run.jobs.size(); ++i) {
    const std::vector<Artifact>& artifacts = run.jobs[i].artifacts;
    if (run.builds[i] && is_command(artifacts)) out += artifact_text(*run.builds[i], "shell");
    for (const Artifact& artifact : artifacts) out += artifact_text(artifact, format);
  }
  return out;
}

// --format names what only some targets have.
void refuse_format(const JobRun& run, const std::string& format) {
  if (format.empty() || format == "json") return;
  for (const Compiled& job : run.jobs) {
    for (const Artifact& artifact : job.artifacts) {
      const std::vector<std::string_view> known = formats_of(artifact);
      if (std::find(known.begin(), known.end(), format) != known.end()) continue;
      throw UsageError{"--format " + format + ": target " + std::string(artifact.target) +
                       " is rendered as " + one_of(known)};
    }
  }
}

// What cannot be printed before a manifest or request.
void print_builds(const JobRun& run) {
  for (std::size_t i = 0; i < run.jobs.size(); ++i) {
    if (!run.builds[i] || is_command(run.jobs[i].artifacts)) continue;
    std::fprintf(stderr, "note: the image is built first: %s",
                 artifact_text(*run.builds[i], "shell").c_str());
  }
}

void print_deferred(const JobRun& run) {
  for (const Compiled& job : run.jobs) {
    for (const Deferred& deferred : job.deferred) {
      std::fprintf(stderr, "%s: note: ${%s} is filled at submit\n",
                   run.sources->describe(deferred.span).c_str(), deferred.name.c_str());
    }
  }
}

JobRun unresolved(const RenderOptions& options) {
  JobOptions job = options.job;
  job.resolve_environment = false;
  return run_job(job, options.common);
}

int render(const RenderOptions& options) {
  if (options.job.target == kWandbTarget) {
    return render_wandb(options.job, options.common, options.output);
  }
  const JobRun run = run_job(options.job, options.common);
  if (run.exit_code == kUnreachable) return run.exit_code;
  const bool json = options.format == "json";
  if (!json) print_findings(run.findings, options.common);
  const bool good = run.exit_code == kOk;
  // A line for a shell takes secrets from the shell's own environment: once everything is known to
  // resolve, it is the line with the macros still in it.
  const bool by_shell = good && !json && options.job.resolve_environment;
  if (good) refuse_format(run, options.format);
  if (good && !json && !by_shell) print_deferred(run);
  if (good && !json) print_builds(run);
  if (json || good) {
    const std::string text = json       ? as_json(run)
                             : by_shell ? as_text(unresolved(options), options.format)
                                        : as_text(run, options.format);
    const ExitCode written = write_out(text, options.output);
    if (written != kOk) return written;
  }
  return run.exit_code;
}

}  // namespace

void add_render(Program& program) {
  auto [command, options] = program.add<RenderOptions>("render", "Print what would run", render);
  add_job_options(command, options.job);
  command.add_flag("--resolve-env", options.job.resolve_environment,
                   "Fill environment macros now; secrets stay masked");
  allow(command.add_option("--format", options.format,
                           "How to print it; as the target's own tools do by default"),
        {"shell", "yaml", "gcloud", "json"});
  command.add_option("-o,--output", options.output, "File to write to")->type_name(kFileValue);
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
