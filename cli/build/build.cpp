#include <cstdio>
#include <memory>
#include <optional>

#include "cli/artifact_text.h"
#include "cli/build/image.h"
#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/write_out.h"
#include "compiler/document/write_json.h"

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

struct Built {
  std::string job;  // its file
  Image image;
  std::optional<BuildResult> result;  // nothing: only shown
};

std::string as_shell(const Built& built) {
  if (built.result) return built.image.name() + "\n";
  return built.image.dockerfile + "\n" + artifact_text(built.image.call, "shell");
}

std::string as_json(const std::vector<Built>& all) {
  std::string out = "{\"format_version\":1,\"images\":[";
  for (const Built& built : all) {
    const Image& image = built.image;
    out += &built == all.data() ? "\n" : ",\n";
    out += "{\"job\":" + json_string(built.job) + ",\"image\":" + json_string(image.name());
    out += ",\"tag\":" + json_string(image.tag);
    out += ",\"context\":{\"digest\":" + json_string("sha256:" + image.context_digest) +
           ",\"entries\":" + std::to_string(image.entries.size()) + "}";
    out += ",\"dockerfile\":" + json_string(image.dockerfile);
    const char* state = !built.result                           ? "shown"
                        : *built.result == BuildResult::Already ? "already"
                                                                : "built";
    out += ",\"state\":" + json_string(state) + ",\"call\":" + artifact_json(image.call) + "}";
  }
  return out + "\n]}\n";
}

// Throws UsageError for a builder that builds nothing here.
void refuse_other_builders(const build::Plan& plan, const std::string& job) {
  const std::string_view builder = plan.builder.as_string();
  if (builder == "docker") return;
  const std::string needs =
      job + " needs an image made of its code, and the builder is " + launch::quoted(builder);
  if (builder == "noop") {
    throw UsageError{needs + ", which builds none: name another builder, or give the job an image"};
  }
  throw UsageError{needs + ", which this version does not call; --builder docker builds it here"};
}

int build_jobs(const Options& options) {
  const Workspace workspace = find_workspace(options.common.root);
  const auto client = workspace.clients.find("docker");
  const std::string docker = client == workspace.clients.end() ? "docker" : client->second;
  std::vector<std::unique_ptr<JobRun>> runs;  // own what the images point to
  std::vector<Built> all;
  for (const std::string& path : options.jobs) {
    JobOptions job = options.job;
    job.job = path;
    JobRun& run = *runs.emplace_back(std::make_unique<JobRun>(run_job(job, options.common)));
    print_findings(run.findings, options.common);
    if (run.exit_code != kOk) return run.exit_code;
    const Node agent = read_agent_config(options.build.agent_config, workspace, run);
    for (const Compiled& compiled : run.jobs) {
      if (!build::needs_build(compiled.spec)) {
        std::fprintf(stderr, "%s: note: the job brings its image, nothing is built\n",
                     path.c_str());
        continue;
      }
      build::Plan plan = plan_image(compiled, agent, run);
      if (!options.build.builder.empty()) {
        plan.builder = Node::string(options.build.builder, plan.builder.span());
      }
      refuse_other_builders(plan, path);
      Built built{path, prepare_image(plan, options.build, docker, run), {}};
      if (!options.build.dry_run) built.result = build_image(built.image, docker, options.push);
      if (built.result == BuildResult::Already) {
        std::fprintf(stderr, "%s: note: %s is there already\n", path.c_str(),
                     built.image.name().c_str());
      }
      all.push_back(std::move(built));
    }
  }
  std::string text;
  for (const Built& built : all) text += as_shell(built);
  return write_out(options.format == "json" ? as_json(all) : text, "");
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
        {"shell", "json"});
  add_common_flags(command, options.common);
}

void add_build_flags(CLI::App& command, BuildOptions& options) {
  command
      .add_option("--artifact-dir", options.artifact_dirs,
                  "Folder that holds the code of an artifact")
      ->type_name("NAME=DIR")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command
      .add_option("--agent-config", options.agent_config,
                  "Configuration of an agent whose builder to use; launch-config.yaml by default")
      ->type_name(kFileValue);
  allow(command.add_option("--builder", options.builder, "Builder to use, whatever the files say"),
        {"docker", "kaniko", "noop"});
  command
      .add_option("--context-limit", options.context_limit,
                  "Most that a build context may hold, in MiB")
      ->type_name("MIB");
}

}  // namespace launch::cli
