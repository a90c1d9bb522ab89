#include <cstdio>
#include <memory>

#include "cli/artifact_text.h"
#include "cli/build/build_file.h"
#include "cli/build/cluster.h"
#include "cli/build/image.h"
#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/write_out.h"
#include "compiler/document/write_json.h"
#include "compiler/document/write_yaml.h"

namespace launch::cli {
namespace {

struct Options {
  std::vector<std::string> jobs;
  JobOptions job;
  BuildOptions build;
  bool push = false;
  std::string format = "shell";
  CommonOptions common;
};

std::string as_shell(const Built& built) {
  if (built.result) return built.image.name() + "\n";
  const bool in_cluster = build::builds_in_cluster(built.image.plan);
  return built.image.dockerfile + "\n" +
         (in_cluster ? shell_of_cluster(built.image) : artifact_text(built.image.call, "shell"));
}

// The objects of a builder in a cluster.
std::string as_yaml(const std::vector<Built>& all) {
  std::vector<Node> documents;
  for (const Built& built : all) {
    const auto* manifest = std::get_if<Manifest>(&built.image.call.content);
    if (manifest == nullptr) {
      throw UsageError{built.job + " is built by docker, which takes no YAML: --format shell"};
    }
    documents.insert(documents.end(), manifest->documents.begin(), manifest->documents.end());
  }
  return write_yaml_documents(documents);
}

std::string as_json(const std::vector<Built>& all) {
  std::string out = "{\"format_version\":1,\"images\":[";
  for (const Built& built : all) {
    const Image& image = built.image;
    out += &built == all.data() ? "\n" : ",\n";
    out += "{\"job\":" + json_string(built.job) + ",\"image\":" + json_string(image.name());
    out += ",\"tag\":" + json_string(image.tag);
    out += ",\"context\":{\"digest\":" + json_string("sha256:" + image.context_digest) +
           ",\"entries\":" + std::to_string(image.files) + "}";
    out += ",\"dockerfile\":" + json_string(image.dockerfile);
    const char* state = !built.result                           ? "shown"
                        : *built.result == BuildResult::Already ? "already"
                                                                : "built";
    out += ",\"state\":" + json_string(state) + ",\"call\":" + artifact_json(image.call) + "}";
  }
  return out + "\n]}\n";
}

int build_jobs(const Options& options) {
  const Workspace workspace = find_workspace(options.common.root);
  std::vector<std::unique_ptr<JobRun>> runs;  // own what the images point to
  std::vector<Built> all;
  for (const std::string& path : options.jobs) {
    JobOptions job = options.job;
    job.job = path;
    JobRun& run = *runs.emplace_back(std::make_unique<JobRun>(run_job(job, options.common)));
    print_findings(run.findings, options.common);
    if (run.exit_code != kOk) return run.exit_code;
    std::vector<Built> built = build_file(run, path, {options.build, workspace, options.push});
    if (built.empty()) {
      std::fprintf(stderr, "%s: note: the job brings its image, nothing is built\n", path.c_str());
    }
    std::move(built.begin(), built.end(), std::back_inserter(all));
  }
  if (options.format == "json") return write_out(as_json(all), "");
  if (options.format == "yaml") return write_out(as_yaml(all), "");
  std::string text;
  for (const Built& built : all) text += as_shell(built);
  return write_out(text, "");
}

int build(const Options& options) {
  try {
    return build_jobs(options);
  } catch (const BuildError& error) {
    std::fprintf(stderr, "launch: %s\n", error.message.c_str());
    return kRefused;
  }
}

}  // namespace

void add_build(Program& program) {
  auto [command, options] =
      program.add<Options>("build", "Build the images of jobs that come as code", build);
  command.add_option("JOB", options.jobs, "Job files")->required()->type_name(kFileValue);
  add_job_flags(command, options.job);
  add_build_flags(command, options.build);
  command.add_flag("--dry-run", options.build.dry_run,
                   "Fetch the code, print the Dockerfile and the call, and build nothing");
  command.add_flag("--push", options.push, "Push to the builder's destination");
  allow(command.add_option("--format", options.format, "How to print what was built"),
        {"shell", "json", "yaml"});
  add_common_flags(command, options.common);
}

void add_artifact_dirs(CLI::App& command, std::vector<std::string>& folders) {
  command.add_option("--artifact-dir", folders, "Folder that holds the code of an artifact")
      ->type_name("NAME=DIR")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
}

void add_build_flags(CLI::App& command, BuildOptions& options) {
  add_artifact_dirs(command, options.artifact_dirs);
  command.add_flag("--verbose", options.verbose,
                   "Show what the builder prints as it comes, also where nobody watches");
  command
      .add_option("--agent-config", options.agent_config,
                  "Configuration of an agent whose builder to use; launch-config.yaml by default")
      ->type_name(kFileValue);
  allow(command.add_option("--builder", options.builder, "Builder to use, whatever the files say"),
        {"docker", "kaniko", "buildkit", "noop"});
  command
      .add_option("--context-limit", options.context_limit,
                  "Most that a build context may hold, in MiB")
      ->check(CLI::Range(0, 1 << 20).description(""))
      ->type_name("MIB");
}

}  // namespace launch::cli
