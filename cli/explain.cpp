#include "compiler/explain.h"

#include <algorithm>
#include <cstdio>

#include "cli/commands.h"
#include "cli/job_run.h"
#include "compiler/document/write_json.h"

namespace launch::cli {
namespace {

struct ExplainOptions {
  JobOptions job;
  std::string field;
  std::string format = "text";  // text, json
  CommonOptions common;
};

std::string as_text(const std::vector<Explained>& fields) {
  std::string out;
  for (const Explained& field : fields) {
    out += field.removed ? field.field + " (removed)" : field.field + ": " + field.value;
    out += '\n';
    for (const ExplainedStep& step : field.steps) {
      std::string action = "  " + step.action;
      action.resize(std::max<std::size_t>(action.size(), 14), ' ');
      out += action + "  " + step.place + (step.text.empty() ? "" : "  " + step.text) + "\n";
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

int explain(const ExplainOptions& options) {
  const JobRun run = run_job(options.job, options.common);
  if (run.exit_code == kUnreachable) return run.exit_code;
  if (run.exit_code != kOk) {
    print_findings(run.findings, options.common);
    return run.exit_code;
  }
  std::vector<Explained> all;
  for (const Compiled& job : run.jobs) {
    for (const Artifact& artifact : job.artifacts) {
      const std::vector<Explained> fields = launch::explain(artifact, job.removed, *run.sources);
      all.insert(all.end(), fields.begin(), fields.end());
    }
  }
  std::vector<Explained> shown = options.field.empty() ? all : select_fields(all, options.field);
  for (const Compiled& job : run.jobs) {
    const std::vector<Explained> more =
        explain_hyperparameters(job.spec, options.field, *run.sources);
    shown.insert(shown.end(), more.begin(), more.end());
  }
  if (shown.empty()) refuse_field(options.field, all);
  const std::string text = options.format == "json" ? as_json(shown) : as_text(shown);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return kOk;
}

}  // namespace

void add_explain(Program& program) {
  auto [command, options] =
      program.add<ExplainOptions>("explain", "Say which file and line set each value", explain);
  add_job_options(command, options.job);
  command.add_option("FIELD", options.field, "Field of the rendered object; all without it");
  command.add_option("--format", options.format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
