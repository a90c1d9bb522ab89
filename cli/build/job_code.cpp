#include "cli/build/job_code.h"

#include <algorithm>

#include "cli/build/image.h"
#include "cli/build/judge_code.h"
#include "compiler/build/cluster.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch::cli {
namespace {

std::string_view target_of(const Compiled& job) {
  return job.artifacts.empty() ? "docker" : job.artifacts[0].target;
}

void judge(const JobCode& code, const CodeInput& input, Diagnostics& found) {
  CodeReading reading;
  judge_tree(source_tree(code.source, code.plan.artifact.as_string(),
                         artifact_folders(input.options.artifact_dirs)),
             {code.plan, input.job.spec.source_node.span(), input.arena, input.sources, reading,
              found, input.options.context_limit});
}

}  // namespace

void refuse_builder(const build::Plan& plan, const std::string& job) {
  const std::string_view builder = plan.builder.as_string();
  if (builder == "docker" || build::builds_in_cluster(plan)) return;
  throw UsageError{job + " needs an image made of its code, and the builder is " +
                   launch::quoted(builder) +
                   ", which builds none: name another builder, or give the job an image"};
}

bool needs_image(const Compiled& job) {
  const bool is_contained =
      std::any_of(job.artifacts.begin(), job.artifacts.end(),
                  [](const Artifact& artifact) { return artifact.target != "local-process"; });
  return is_contained && build::needs_build(job.spec);
}

build::Plan plan_image(const CodeInput& input, const Node& agent) {
  build::Plan plan =
      build::plan_of({input.job.spec, target_of(input.job), agent, input.arena, input.sources});
  if (!input.options.builder.empty()) {
    plan.builder = Node::string(input.arena.copy(input.options.builder), plan.builder.span());
  }
  return plan;
}

JobCode plan_code(const CodeInput& input) {
  JobCode code;
  code.agent =
      read_agent_config(input.options.agent_config, input.workspace, input.sources, input.arena);
  code.plan = plan_image(input, code.agent);
  return code;
}

build::ClusterSettings cluster_settings_of(const JobCode& code, const CodeInput& input) {
  return build::cluster_settings(
      {input.job.spec, target_of(input.job), code.agent, input.arena, input.sources},
      code.plan.builder.as_string());
}

std::optional<JobCode> code_at_hand(const CodeInput& input, BuildContexts& contexts,
                                    Diagnostics& found) {
  const ArtifactFolders folders = artifact_folders(input.options.artifact_dirs);
  if (folders.empty()) return std::nullopt;
  JobCode code = plan_code(input);
  if (!code.plan.artifact.valid()) return std::nullopt;
  auto source = find_source(code.plan.artifact.as_string(), folders);
  if (!source) return std::nullopt;
  code.source = std::move(*source);
  judge(code, input, found);
  // Nothing is asked: what a base image's name stands for today is for whoever builds.
  if (!found.has_errors()) {
    code.known = prepare_image(code.plan, {code.source, named_digest, contexts,
                                           input.options.context_limit, input.arena, input.sources})
                     .known;
  }
  return code;
}

JobCode fetch_code(const CodeInput& input, Diagnostics& found) {
  JobCode code = plan_code(input);
  refuse_builder(code.plan, std::string(input.sources.name(input.job.spec.root.span().source)));
  auto folder = std::make_shared<TemporaryFolder>();
  code.source =
      fetch_source(code.plan, artifact_folders(input.options.artifact_dirs), folder->path());
  code.folder = std::move(folder);
  judge(code, input, found);
  return code;
}

}  // namespace launch::cli
