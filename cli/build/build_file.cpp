#include "cli/build/build_file.h"

#include <unistd.h>

#include <cstdio>

#include "cli/build/cluster.h"
#include "cli/build/docker.h"
#include "compiler/check/ignores.h"
#include "compiler/diagnostic/diagnostic.h"
#include "compiler/diagnostic/render.h"
#include "compiler/rules.h"

namespace launch::cli {
namespace {

// Of a job that was compiled elsewhere.
JobCode fetch_and_judge(const Compiled& job, const std::string& path, JobRun& run,
                        const BuildCall& call) {
  Diagnostics found;
  const CodeInput input{job, call.options, call.workspace, *run.arena, *run.sources};
  JobCode code = plan_code(input);
  refuse_builder(code.plan, path);
  code = fetch_code(std::move(code), input, found);
  apply_ignores(job.directives, SourceId{~0U}, *run.sources, all_rules(), found);
  // What comments are worth was said when the job was compiled.
  found.remove_if([](const Diagnostic& each) { return !each.rule->id.starts_with("dockerfile/"); });
  const std::string said = render_text(resolve(found.sorted(), *run.sources), false);
  if (found.has_errors()) throw BuildError{said};
  if (!call.quiet) std::fwrite(said.data(), 1, said.size(), stderr);
  return code;
}

// Its tag would say nothing about what it starts from.
void refuse_open_base(const Image& image) {
  for (const KnownBase& each : image.bases) {
    if (!each.base.open) continue;
    throw UsageError{"the Dockerfile names the image " + launch::quoted(each.base.name) +
                     ", and a value in it is not known: give it in build.args, or the default of "
                     "its ARG; for TARGETARCH and its like, name build.platform"};
  }
}

}  // namespace

std::vector<Built> build_file(JobRun& run, const std::string& path, const BuildCall& call) {
  const std::string docker = call.workspace.client("docker");
  const bool shown = !call.quiet && (call.options.verbose || isatty(STDERR_FILENO) == 1);
  std::vector<Built> all;
  for (std::size_t i = 0; i < run.jobs.size(); ++i) {
    const bool looked_at = i < run.code.size() && run.code[i];
    if (!looked_at && !needs_image(run.jobs[i])) continue;
    const JobCode code = looked_at ? *run.code[i] : fetch_and_judge(run.jobs[i], path, run, call);
    if (is_root_for_all(run.jobs[i]) && !call.quiet) {
      std::fprintf(stderr,
                   "%s: note: the image runs as root on every target, because it must on "
                   "SageMaker; --target builds one for a target alone\n",
                   path.c_str());
    }
    const bool clustered = build::builds_in_cluster(code.plan);
    BuildContexts contexts;
    const BaseDigest digests = docker_digests({docker, !call.options.dry_run, clustered});
    Built built{path,
                run.documents[i].number,
                prepare_image(code.plan, {code.source, digests, contexts,
                                          call.options.context_limit, *run.arena, *run.sources}),
                {},
                {}};
    if (!call.options.dry_run) refuse_open_base(built.image);
    if (clustered) {
      built.image.cluster = cluster_settings_of(
          code, {run.jobs[i], call.options, call.workspace, *run.arena, *run.sources});
      const InCluster in_cluster{built.image, path, call.workspace, run, call.stop};
      describe_in_cluster(in_cluster);
      if (!call.options.dry_run) built.result = build_in_cluster(in_cluster);
    } else if (!call.options.dry_run) {
      const bool push = call.push || (call.push_where_named && code.plan.pushes);
      built.result = build_image(built.image, docker, {push, shown, call.stop});
    }
    if (built.result == BuildResult::Already && !call.quiet) {
      std::fprintf(stderr, "%s: note: %s is there already\n", path.c_str(),
                   built.image.name().c_str());
    }
    built.image.context.reset();
    all.push_back(std::move(built));
  }
  return all;
}

}  // namespace launch::cli
