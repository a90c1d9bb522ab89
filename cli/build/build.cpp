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
  // Everything is fetched and judged before anything is built.
  for (const std::string& path : options.jobs) {
    JobOptions job = options.job;
    job.job = path;
    job.code = options.build;
    job.fetches_code = true;
    const JobRun& run = *runs.emplace_back(std::make_unique<JobRun>(run_job(job, options.common)));
    print_findings(run.findings, options.common);
    if (run.exit_code != kOk) return run.exit_code;
  }
  std::vector<Built> all;
  const BuildCall call{options.build, workspace, options.push};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::string& path = options.jobs[i];
    std::vector<Built> built = build_file(*runs[i], path, call);
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

}  // namespace launch::cli
