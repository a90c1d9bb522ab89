#include <algorithm>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/validate/watch.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch::cli {
namespace {

const Target* finished_target(const std::string& name) {
  if (name.empty()) return nullptr;
  const Target* target = find_target(name);
  if (target != nullptr && target->judge != nullptr) return target;
  std::vector<std::string_view> known;
  for (const Target* each : targets()) {
    if (each->judge != nullptr) known.push_back(each->name);
  }
  throw UsageError{"--as " + launch::quoted(name) + ": finished objects can be judged for " +
                   one_of(known)};
}

int validate(const ValidateOptions& options) {
  const ReportWriter writer(options.format, options.outputs);
  const Target* as = finished_target(options.as);
  if (options.watch.empty()) return run_validation(options, writer, as).code;
  const std::vector<std::string>& paths = options.inputs.paths;
  if (std::find(paths.begin(), paths.end(), "-") != paths.end()) {
    throw UsageError{"--watch: standard input does not change"};
  }
  if (!options.write_baseline.empty()) {
    throw UsageError{"--watch and --write-baseline: a baseline is written once"};
  }
  return watch_validation(options, writer, as);
}

}  // namespace

void add_validate(Program& program) {
  auto [command, options] = program.add<ValidateOptions>(
      "validate", "Check files, folders, or the whole workspace", validate);
  command
      .add_option(
          "PATH", options.inputs.paths,
          "Files, folders, globs in quotes such as 'jobs/**/*.yaml', or - for standard input; "
          "the whole workspace without one")
      ->type_name(kFileValue);
  command.add_flag("--dependents", options.inputs.dependents,
                   "Also check every file of the workspace that reads one of PATH");
  command
      .add_option("--exclude", options.inputs.exclude,
                  "Glob of files to pass over, such as 'old/**'; may be repeated")
      ->allow_extra_args(false)
      ->type_name("GLOB");
  command.add_flag("--no-ignore", options.inputs.no_ignore,
                   "Also check what .gitignore files name");
  command.add_option("-q,--queue", options.queue, "Queue file to judge the jobs by")
      ->type_name(kQueueValue);
  std::vector<std::string> judged;
  for (const Target* target : targets()) {
    if (target->judge != nullptr) judged.emplace_back(target->name);
  }
  offer(command.add_option("--as", options.as, "Judge finished objects of a target"), judged);
  add_target_flags(command, options.target);
  std::vector<std::string> known;
  for (const ReportFormat& format : formats()) known.emplace_back(format.name);
  offer(command.add_option("--format", options.format, "How to print the findings"), known);
  command
      .add_option("--output", options.outputs, "The findings in another format; may be repeated")
      ->allow_extra_args(false)
      ->type_name("FORMAT=FILE");
  allow(command.add_option("--fail-on", options.fail_on, "What to exit with 1 for"),
        {"error", "warning", "none"});
  allow_numbers(command
                    .add_option("--max-warnings", options.max_warnings,
                                "Exit with 1 for more warnings than N")
                    ->type_name("N"),
                0);
  command.add_flag("--summary", options.summary,
                   "Count the findings by rule and by file, on standard error");
  command.add_flag("--quiet", options.quiet, "No notes, progress or sum on standard error");
  command.add_flag("--no-progress", options.no_progress,
                   "No line about how far a long run has come, which terminals get");
  command
      .add_option("--baseline", options.baseline, "File of known findings, which are not reported")
      ->type_name(kFileValue);
  command.add_flag("--write-baseline{" + std::string(kBaselineFile) + "}", options.write_baseline,
                   "Write all present findings to a baseline; another file with =FILE");
  add_code_flags(command, options.code);
  command.add_flag("--frozen", options.frozen,
                   "Report what is not as launch.lock has it; see launch lock");
  command
      .add_flag("--watch{auto}", options.watch,
                "Check again whenever something changes, until Ctrl-C; =poll for file systems "
                "that do not tell of changes")
      ->check(CLI::IsMember({"auto", "poll"}));
  add_threads_flag(command, options.threads);
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
