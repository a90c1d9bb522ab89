#include "cli/build/job_code.h"

#include <algorithm>

#include "cli/build/image.h"
#include "cli/build/judge_code.h"
#include "compiler/build/judge_builder.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch::cli {
namespace {

constexpr std::string_view kSagemaker = "sagemaker";

bool is_for_sagemaker(const Compiled& job) {
  return std::any_of(job.artifacts.begin(), job.artifacts.end(),
                     [](const Artifact& artifact) { return artifact.target == kSagemaker; });
}

// Of several, the one that not every image will do for.
std::string_view target_of(const Compiled& job) {
  if (is_for_sagemaker(job)) return kSagemaker;
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

bool is_root_for_all(const Compiled& job) {
  return job.artifacts.size() > 1 && is_for_sagemaker(job);
}

build::Plan plan_image(const CodeInput& input, const Node& agent) {
  build::Plan plan =
      build::plan_of({input.job.spec, target_of(input.job), agent, input.arena, input.sources});
  if (!input.options.builder.empty()) {
    const SourceId flag =
        input.sources.add("--builder", input.options.builder, SourceMap::Kind::Flag);
    const std::string_view text = input.sources.text(flag);
    plan.builder = Node::string(text, {flag, 0, static_cast<std::uint32_t>(text.size())});
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

void judge_builder(const JobCode& code, const CodeInput& input, Severity own, Severity elsewhere,
                   Diagnostics& found) {
  const build::ClusterSettings settings = cluster_settings_of(code, input);
  const build::BuilderJudging judging{code.plan, settings, input.arena, input.sources, found};
  build::judge_builder(judging);
  const bool of_agent =
      code.agent.valid() && code.plan.builder.span().source == code.agent.span().source;
  build::judge_lacking({input.job.spec.source_node.span(), of_agent ? elsewhere : own, elsewhere},
                       judging);
}

std::optional<JobCode> code_at_hand(JobCode code, const CodeInput& input, BuildContexts& contexts,
                                    Diagnostics& found) {
  const ArtifactFolders folders = artifact_folders(input.options.artifact_dirs);
  if (folders.empty() || !code.plan.artifact.valid()) return std::nullopt;
  auto source = find_source(code.plan.artifact.as_string(), folders);
  if (!source) return std::nullopt;
  code.source = std::move(*source);
  judge(code, input, found);
  // Nothing is asked: what a base image's name stands for today is for whoever builds. And nobody
  // knows the tag of what nobody builds.
  if (!found.has_errors() && code.plan.builder.as_string() != "noop") {
    code.known = prepare_image(code.plan, {code.source, named_digest, contexts,
                                           input.options.context_limit, input.arena, input.sources})
                     .known;
  }
  return code;
}

JobCode fetch_code(JobCode code, const CodeInput& input, Diagnostics& found) {
  auto folder = std::make_shared<TemporaryFolder>();
  code.source = fetch_source(code.plan, artifact_folders(input.options.artifact_dirs),
                             input.sources, folder->path());
  code.folder = std::move(folder);
  judge(code, input, found);
  return code;
}

}  // namespace launch::cli
