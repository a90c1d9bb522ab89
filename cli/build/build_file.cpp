#include "cli/build/build_file.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "cli/build/cluster.h"
#include "cli/build/docker.h"

namespace launch::cli {
namespace {

void refuse_builder(const build::Plan& plan, const std::string& job) {
  const std::string_view builder = plan.builder.as_string();
  if (builder == "docker" || build::builds_in_cluster(plan)) return;
  throw UsageError{job + " needs an image made of its code, and the builder is " +
                   launch::quoted(builder) +
                   ", which builds none: name another builder, or give the job an image"};
}

}  // namespace

bool needs_image(const Compiled& job) {
  const bool is_contained =
      std::any_of(job.artifacts.begin(), job.artifacts.end(),
                  [](const Artifact& artifact) { return artifact.target != "local-process"; });
  return is_contained && build::needs_build(job.spec);
}

std::vector<Built> build_file(JobRun& run, const std::string& path, const BuildCall& call) {
  const std::string docker = call.workspace.client("docker");
  const bool shown = call.options.verbose || isatty(STDERR_FILENO) == 1;
  std::vector<Built> all;
  if (std::none_of(run.jobs.begin(), run.jobs.end(), needs_image)) return all;
  const Node agent =
      read_agent_config(call.options.agent_config, call.workspace, *run.sources, *run.arena);
  for (const Compiled& compiled : run.jobs) {
    if (!needs_image(compiled)) continue;
    build::Plan plan = plan_image(compiled, agent, run);
    if (!call.options.builder.empty()) {
      plan.builder = Node::string(call.options.builder, plan.builder.span());
    }
    refuse_builder(plan, path);
    const auto place = static_cast<std::size_t>(&compiled - run.jobs.data());
    const std::size_t document = run.documents[place].number;
    Built built{path, document, prepare_image(plan, call.options, docker, run), {}};
    if (build::builds_in_cluster(plan)) {
      built.image.cluster = plan_cluster(compiled, agent, plan.builder.as_string(), run);
      const InCluster in_cluster{built.image, path, call.workspace, run};
      describe_in_cluster(in_cluster);
      if (!call.options.dry_run) built.result = build_in_cluster(in_cluster);
    } else if (!call.options.dry_run) {
      const bool push = call.push || (call.push_where_named && plan.pushes);
      built.result = build_image(built.image, docker, {push, shown});
    }
    if (built.result == BuildResult::Already) {
      std::fprintf(stderr, "%s: note: %s is there already\n", path.c_str(),
                   built.image.name().c_str());
    }
    built.image.entries.clear();
    all.push_back(std::move(built));
  }
  return all;
}

}  // namespace launch::cli
