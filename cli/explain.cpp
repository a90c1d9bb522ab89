#include "compiler/explain.h"

#include <unistd.h>

#include <algorithm>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/job_run.h"
#include "cli/submit/wandb_jobs.h"
#include "cli/write_out.h"
#include "compiler/check/ignores.h"
#include "compiler/check/secret_words.h"
#include "compiler/diagnostic/display.h"
#include "compiler/document/write_json.h"
#include "compiler/page/masks.h"
#include "compiler/page/page.h"
#include "compiler/rules.h"
#include "compiler/wandb/queue_item.h"

namespace launch::cli {
namespace {

struct ExplainOptions {
  JobOptions job;
  std::string field;
  std::string format = "text";  // text, json, html
  std::string output;           // a file instead of standard output
  CommonOptions common;
};

constexpr std::string_view kBold = "\x1b[1;36m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kPlain = "\x1b[0m";

std::string as_text(const std::vector<Explained>& fields, bool colour) {
  std::string out;
  const auto coloured = [&](std::string_view start, const std::string& text) {
    out += colour ? std::string(start) + text + std::string(kPlain) : text;
  };
  for (const Explained& field : fields) {
    coloured(kBold, printable(field.field));
    out += field.removed ? " (removed)" : ": " + printable(field.value);
    out += '\n';
    for (const ExplainedStep& step : field.steps) {
      std::string action = "  " + step.action;
      action.resize(std::max<std::size_t>(action.size(), 14), ' ');
      coloured(kDim, action);
      out += "  " + printable(step.place);
      out += (step.text.empty() ? "" : "  " + printable(step.text)) + "\n";
    }
  }
  return out;
}

std::string as_json(const std::vector<Explained>& fields) {
  std::string out = "{\"format_version\":1,\"fields\":[";
  for (const Explained& field : fields) {
    out += &field == fields.data() ? "\n" : ",\n";
    out += "{\"field\":" + json_string(field.field);
    out += ",\"value\":" + (field.removed ? "null" : json_string(field.value));
    out += std::string(",\"removed\":") + (field.removed ? "true" : "false") + ",\"steps\":[";
    for (const ExplainedStep& step : field.steps) {
      if (&step != field.steps.data()) out += ',';
      out += "{\"action\":" + json_string(step.action) + ",\"place\":" + json_string(step.place) +
             ",\"text\":" + json_string(step.text) + "}";
    }
    out += "]}";
  }
  return out + "\n]}\n";
}

// Credentials in plain text, as the page hides them: that a finding about one is silenced is no
// reason to show it.
void hide_credentials(std::vector<Explained>& fields, const JobRun& run) {
  std::vector<Layer> layers;
  for (const Compiled& job : run.jobs)
    layers.insert(layers.end(), job.layers.begin(), job.layers.end());
  const page::Masks masks(layers, *run.sources, *run.arena);
  for (Explained& field : fields) {
    field.value = without_credentials(masks.shown(field.value), kRedacted);
    for (ExplainedStep& step : field.steps)
      step.text = without_credentials(masks.shown(step.text), kRedacted);
  }
}

[[noreturn]] void refuse_field(const std::string& asked, const std::vector<Explained>& all) {
  std::vector<std::string_view> names;
  for (const Explained& field : all) {
    if (std::find(names.begin(), names.end(), field.field) == names.end())
      names.push_back(field.field);
  }
  const std::string nearest = suggest(did_you_mean(asked, names));
  throw UsageError{"nothing rendered comes from a field " + launch::quoted(asked) +
                   (nearest.empty() ? "; there are " + all_of(names, 40) : "; " + nearest)};
}

// With --target wandb, the launch specs take the place of what the jobs' targets get.
JobRun run_explained(const ExplainOptions& options) {
  if (options.job.target != wandb::kTarget) return run_job(options.job, options.common);
  JobOptions job = options_for_wandb(options.job);
  job.code = {};  // whoever builds for W&B names the image otherwise
  JobRun run = run_job(job, options.common);
  Diagnostics diagnostics;
  for (Compiled& each : run.jobs) {
    if (each.artifacts.empty()) continue;
    const Node spec = wandb::launch_spec(each, {*run.arena, *run.sources, diagnostics}).body;
    each.artifacts = {{wandb::kTarget, Request{"wandb launch", spec}}};
  }
  apply_ignores(run.directives, SourceId{~0U}, *run.sources, all_rules(), diagnostics);
  const std::vector<Finding> found = resolve(diagnostics.sorted(), *run.sources);
  run.findings.insert(run.findings.end(), found.begin(), found.end());
  if (diagnostics.has_errors()) run.exit_code = kFindings;
  return run;
}

// Also for a job with mistakes, which stand at their lines.
int explain_page(const ExplainOptions& options) {
  if (!options.field.empty()) {
    throw UsageError{"--format html shows every field; leave " + launch::quoted(options.field) +
                     " out"};
  }
  const JobRun run = run_explained(options);
  if (run.exit_code == kUnreachable) return run.exit_code;
  if (run.exit_code != kOk) print_findings(run.findings, options.common);
  const std::string name = options.job.job == "-" ? "<stdin>" : options.job.job;
  const ExitCode written = write_out(
      page::write_page({name, run.jobs, run.findings, *run.sources, *run.arena}), options.output);
  return written == kOk ? run.exit_code : written;
}

int explain(const ExplainOptions& options) {
  if (options.format == "html") return explain_page(options);
  const JobRun run = run_explained(options);
  if (run.exit_code == kUnreachable) return run.exit_code;
  if (run.exit_code != kOk) {
    print_findings(run.findings, options.common);
    return run.exit_code;
  }
  std::vector<Explained> all;
  for (std::size_t i = 0; i < run.jobs.size(); ++i) {
    const Compiled& job = run.jobs[i];
    const auto add = [&](const Artifact& artifact, const std::vector<Removal>& removed) {
      const std::vector<Explained> fields = launch::explain(artifact, removed, *run.sources);
      all.insert(all.end(), fields.begin(), fields.end());
    };
    if (run.builds[i]) add(*run.builds[i], {});
    for (const Artifact& artifact : job.artifacts) add(artifact, job.removed);
  }
  std::vector<Explained> shown = options.field.empty() ? all : select_fields(all, options.field);
  for (const Compiled& job : run.jobs) {
    const std::vector<Explained> more =
        explain_hyperparameters(job.spec, options.field, *run.sources);
    shown.insert(shown.end(), more.begin(), more.end());
  }
  if (shown.empty()) refuse_field(options.field, all);
  hide_credentials(shown, run);
  const bool colour = options.output.empty() && wants_colour(options.common, STDOUT_FILENO);
  return write_out(options.format == "json" ? as_json(shown) : as_text(shown, colour),
                   options.output);
}

}  // namespace

void add_explain(Program& program) {
  auto [command, options] =
      program.add<ExplainOptions>("explain", "Say which file and line set each value", explain);
  add_job_options(command, options.job);
  offer_wandb(command);
  add_code_flags(command, options.job.code);
  command.add_option("FIELD", options.field, "Field of the rendered object; all without it")
      ->type_name("NAME");
  allow(command.add_option("--format", options.format, "How to print it; html is a page"),
        {"text", "json", "html"});
  command.add_option("-o,--output", options.output, "File to write to")->type_name(kFileValue);
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
