#include <cstdio>
#include <memory>

#include "cli/artifact_text.h"
#include "cli/build/agent_queues.h"
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
  std::string config;  // of an agent, for whose queues is built
  JobOptions job;
  BuildOptions build;
  bool push = false;
  std::string format = "shell";
  CommonOptions common;
};

std::string as_shell(const Built& built) {
  if (built.result) return built.image.name() + "\n";
  const bool in_cluster = build::builds_in_cluster(built.image.plan);
  const std::string whose =
      built.queue.empty() ? "" : "# " + built.job + " in the queue " + built.queue + "\n";
  return whose + built.image.dockerfile + "\n" +
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
    out += "{\"job\":" + json_string(built.job);
    if (!built.queue.empty()) out += ",\"queue\":" + json_string(built.queue);
    out += ",\"image\":" + json_string(image.name());
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

// The queues to build a job for; one without a name is the job's own, or that of --queue.
std::vector<AgentQueue> queues_of(const Options& options, const std::string& job,
                                  const Workspace& workspace) {
  if (options.config.empty() || !options.job.queue.empty()) return {{{}, options.job.queue}};
  return queues_of_agent(options.config, job, workspace);
}

// A file that is compiled for a queue.
struct Planned {
  std::string job, queue;
  std::unique_ptr<JobRun> run;  // owns what the images point to
};

int build_jobs(const Options& options) {
  const Workspace workspace = find_workspace(options.common.root);
  BuildOptions settings = options.build;
  if (!options.config.empty()) settings.agent_config = options.config;
  std::vector<Planned> plans;
  // Everything is fetched and judged before anything is built.
  for (const std::string& path : options.jobs) {
    for (const AgentQueue& queue : queues_of(options, path, workspace)) {
      JobOptions job = options.job;
      job.job = path;
      job.queue = queue.file;
      job.code = static_cast<const CodeOptions&>(settings);
      job.fetches_code = true;
      job.built_by = JobOptions::Builder::Here;
      plans.push_back({path, queue.name, std::make_unique<JobRun>(run_job(job, options.common))});
      const JobRun& run = *plans.back().run;
      print_findings(run.findings, options.common);
      if (run.exit_code != kOk) return run.exit_code;
    }
  }
  std::vector<Built> all;
  for (Planned& plan : plans) {
    std::vector<Built> built = build_file(*plan.run, plan.job, {settings, workspace, options.push});
    if (built.empty()) {
      std::fprintf(stderr, "%s: note: the job brings its image, nothing is built\n",
                   plan.job.c_str());
    }
    for (Built& each : built) {
      each.queue = plan.queue;
      all.push_back(std::move(each));
    }
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
  command
      .add_option("--config", options.config,
                  "Configuration of an agent: build as it would, for each of its queues or --queue")
      ->type_name(kFileValue)
      ->excludes("--agent-config");
  command.add_flag("--dry-run", options.build.dry_run,
                   "Fetch the code, print the Dockerfile and the call, and build nothing");
  command.add_flag("--push", options.push, "Push to the builder's destination");
  allow(command.add_option("--format", options.format, "How to print what was built"),
        {"shell", "json", "yaml"});
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
