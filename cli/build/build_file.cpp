#include "cli/build/build_file.h"

#include <cstdio>

namespace launch::cli {
namespace {

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

}  // namespace

std::vector<Built> build_file(JobRun& run, const std::string& path, const BuildCall& call) {
  const auto client = call.workspace.clients.find("docker");
  const std::string docker = client == call.workspace.clients.end() ? "docker" : client->second;
  std::vector<Built> all;
  for (const Compiled& compiled : run.jobs) {
    if (!build::needs_build(compiled.spec)) continue;
    const Node agent =
        read_agent_config(call.options.agent_config, call.workspace, *run.sources, *run.arena);
    build::Plan plan = plan_image(compiled, agent, run);
    if (!call.options.builder.empty()) {
      plan.builder = Node::string(call.options.builder, plan.builder.span());
    }
    refuse_other_builders(plan, path);
    Built built{path, prepare_image(plan, call.options, docker, run), {}};
    const bool push = call.push || (call.push_where_named && plan.pushes);
    if (!call.options.dry_run) built.result = build_image(built.image, docker, push);
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
