#include <cstdio>
#include <fstream>

#include "cli/job_run.h"
#include "compiler/document/write_json.h"
#include "compiler/target/words.h"

namespace launch::cli {
namespace {

void append_environment(std::string& out, const Argv& argv) {
  out += ",\"environment\":[";
  for (const ProcessVariable& variable : argv.environment) {
    if (&variable != argv.environment.data()) out += ',';
    out += "{\"name\":" + json_string(variable.name);
    if (variable.value.is_secret()) {
      out += ",\"secret\":true";
    } else if (!variable.value.is_null()) {
      out += ",\"value\":" + json_string(variable.value.as_string());
    }
    out += '}';
  }
  out += ']';
}

void append_artifact(std::string& out, const Artifact& artifact) {
  out += "{\"target\":" + json_string(artifact.target);
  const Argv& argv = std::get<Argv>(artifact.content);
  out += ",\"kind\":\"argv\",\"argv\":[";
  for (const Word& word : argv.words) {
    if (&word != argv.words.data()) out += ',';
    out += json_string(word.node.is_secret() ? kRedacted : word.node.as_string());
  }
  out += ']';
  append_environment(out, argv);
  out += '}';
}

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
  for (const Compiled& job : run.jobs) {
    for (const Artifact& artifact : job.artifacts) {
      out += first ? "\n" : ",\n";
      first = false;
      append_artifact(out, artifact);
    }
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

std::string as_shell(const JobRun& run) {
  std::string out;
  for (const Compiled& job : run.jobs) {
    for (const Artifact& artifact : job.artifacts) {
      out += shell_line(std::get<Argv>(artifact.content)) + "\n";
    }
  }
  return out;
}

void print_deferred(const JobRun& run) {
  for (const Compiled& job : run.jobs) {
    for (const Deferred& deferred : job.deferred) {
      std::fprintf(stderr, "%s: note: ${%s} is filled at submit\n",
                   run.sources->describe(deferred.span).c_str(), deferred.name.c_str());
    }
  }
}

JobRun unresolved(const RenderOptions& options, const CommonOptions& common) {
  JobOptions job = options.job;
  job.resolve_environment = false;
  return run_job(job, common);
}

int write_out(const std::string& text, const std::string& path) {
  if (path.empty() || path == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return std::fflush(stdout) == 0 ? kOk : kUnreachable;
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text << std::flush;
  if (file) return kOk;
  std::fprintf(stderr, "launch: %s cannot be written\n", path.c_str());
  return kUnreachable;
}

}  // namespace

int render(const RenderOptions& options, const CommonOptions& common) {
  const JobRun run = run_job(options.job, common);
  if (run.exit_code == kUnreachable) return run.exit_code;
  const bool json = options.format == "json";
  if (!json) print_findings(run.findings, common);
  const bool good = run.exit_code == kOk;
  // A line for a shell takes secrets from the shell's own environment: once everything is known to
  // resolve, it is the line with the macros still in it.
  const bool by_shell = good && !json && options.job.resolve_environment;
  if (good && !json && !by_shell) print_deferred(run);
  if (json || good) {
    const std::string text = json       ? as_json(run)
                             : by_shell ? as_shell(unresolved(options, common))
                                        : as_shell(run);
    const int written = write_out(text, options.output);
    if (written != kOk) return written;
  }
  return run.exit_code;
}

}  // namespace launch::cli
