#include <cstdio>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/render/folder.h"
#include "cli/render/output.h"
#include "cli/render/wandb.h"
#include "cli/submit/wandb_jobs.h"
#include "cli/write_out.h"
#include "compiler/check/rules.h"
#include "compiler/wandb/queue_item.h"

namespace launch::cli {
namespace {

// A queue may hold a credential in plain text, with a warning. A folder that is committed may not.
bool holds_secret(const Rendering& rendering, const std::string& folder) {
  for (const Finding& finding : rendering.findings) {
    if (finding.rule != &kSecretLiteral) continue;
    std::fprintf(stderr, "launch: %s would hold the credential at %s:%u in plain text\n",
                 folder.c_str(), finding.place.path.c_str(), finding.place.line);
    return true;
  }
  return false;
}

int render_for_wandb(const RenderOptions& options) {
  const bool for_folder = !options.output_dir.empty() || !options.check.empty();
  if (for_folder) throw UsageError{"--target wandb renders to one stream, and into no folder"};
  if (options.job.resolve_environment) {
    throw UsageError{
        "--resolve-env would write secrets into the launch spec; W&B's agent fills ${NAME} in "
        "resource_args from its own environment"};
  }
  if (!options.format.empty() && options.format != "json") {
    throw UsageError{"--target wandb is written as JSON, and as no " + options.format};
  }
  return render_wandb(options);
}

int render(const RenderOptions& options) {
  if (options.job.target == wandb::kTarget) return render_for_wandb(options);
  JobCompiler compiler(options.job, options.common);
  const Rendering rendering = render_jobs(options, compiler);
  if (rendering.exit_code == kUnreachable) {
    print_findings(rendering.findings, options.common);
    return rendering.exit_code;
  }
  const std::string& folder = options.output_dir.empty() ? options.check : options.output_dir;
  const bool for_folder = !folder.empty();
  const bool json = options.format == "json" && !for_folder;
  if (!json) print_findings(rendering.findings, options.common);
  const bool good = rendering.exit_code == kOk;
  if (good && !json) print_waiting(rendering);
  if (good && !json) {
    for (const std::string& call : rendering.builds) {
      std::fprintf(stderr, "note: the image is built first: %s", call.c_str());
    }
  }
  // Half of what should run is worse than nothing of it.
  if (!good && !json) return rendering.exit_code;
  if (for_folder && holds_secret(rendering, folder)) return kFindings;
  if (!options.check.empty()) return check_folder(options, rendering, compiler.workspace());
  if (!options.output_dir.empty()) return write_folder(options, rendering, compiler.workspace());
  const ExitCode written =
      write_out(json ? as_json(rendering) : as_text(rendering), options.output);
  return written != kOk ? written : rendering.exit_code;
}

}  // namespace

void add_render(Program& program) {
  auto [command, options] = program.add<RenderOptions>("render", "Print what would run", render);
  command
      .add_option("JOB", options.paths,
                  "Job files, folders, globs in quotes such as 'jobs/**/*.yaml', or - for standard "
                  "input")
      ->required()
      ->type_name(kFileValue);
  add_job_flags(command, options.job);
  offer_wandb(command);
  add_code_flags(command, options.job.code);
  CLI::Option* resolve = command.add_flag("--resolve-env", options.job.resolve_environment,
                                          "Fill environment macros now; secrets stay masked");
  allow(command.add_option("--format", options.format,
                           "How to print it; as the target's own tools do by default"),
        {"shell", "yaml", "gcloud", "json"});
  CLI::Option* output =
      command.add_option("-o,--output", options.output, "File to write to")->type_name(kFileValue);
  CLI::Option* folder = command
                            .add_option("--output-dir", options.output_dir,
                                        "Folder to write to, a file for each job and target")
                            ->type_name(kFolderValue);
  CLI::Option* check =
      command
          .add_option(
              "--check", options.check,
              "Write nothing; exit with 1 when a folder that --output-dir wrote is not what "
              "it would be now")
          ->type_name(kFolderValue);
  command
      .add_flag("--prune", options.prune,
                "With --output-dir: remove files it wrote before that no job makes any more")
      ->needs(folder);
  // What is committed is for every environment.
  folder->excludes(output)->excludes(check)->excludes(resolve);
  check->excludes(output)->excludes(resolve);
  add_threads_flag(command, options.threads);
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
