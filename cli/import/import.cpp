#include "compiler/import/import.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/disk.h"
#include "cli/job_run.h"
#include "cli/new_files.h"
#include "cli/target_setup.h"
#include "cli/write_out.h"
#include "compiler/target/names.h"

namespace launch::cli {
namespace {

struct ImportFlags {
  std::string source, file;
  std::string queue, output_dir;
  std::string entity, project, name;
  std::vector<std::string> variables;
  bool keep_secrets = false;
  bool force = false;
  TargetFlags targets;
  CommonOptions common;
};

ImportOptions options_of(const ImportFlags& flags, const TargetSetup& targets) {
  ImportOptions options;
  options.queue = flags.queue;
  options.keep_secrets = flags.keep_secrets;
  options.targets = targets.options();
  const bool legal = flags.queue.find('/') == std::string::npos && !flags.queue.starts_with('.');
  if (!legal)
    throw UsageError{"--queue " + launch::quoted(flags.queue) + ": the name of a queue is wanted"};
  for (const std::string& variable : flags.variables) {
    const std::size_t equals = variable.find('=');
    if (equals == 0 || equals == std::string::npos) {
      throw UsageError{"--set-var " + launch::quoted(variable) + ": NAME=VALUE is wanted"};
    }
    options.values[variable.substr(0, equals)] = variable.substr(equals + 1);
  }
  const std::pair<const char*, const std::string&> fields[] = {
      {"entity", flags.entity}, {"project", flags.project}, {"name", flags.name}};
  for (const auto& [field, value] : fields) {
    if (!value.empty()) options.job_fields[field] = value;
  }
  return options;
}

// A job's file is named as the source names it; one without a name is job.yaml.
std::vector<NewFile> files_of(const std::vector<Imported>& jobs, const ImportFlags& flags) {
  std::vector<NewFile> files;
  std::set<std::string> names;
  for (const Imported& job : jobs) {
    if (!job.agent.empty()) {
      files.push_back({"launch-config.yaml", job.agent});
      continue;
    }
    const std::string legal = legal_label(flags.name.empty() ? job.name : flags.name);
    const std::string base = !legal.empty() ? legal : job.job.empty() ? "queue" : "job";
    std::string name = base;
    for (int n = 2; !names.insert(name).second; ++n) name = base + "-" + std::to_string(n);
    const bool alone = job.job.empty();  // a queue without a job
    const std::string queue = flags.queue.empty() ? name : flags.queue;
    if (!alone) files.push_back({name + ".yaml", job.job});
    if (!job.queue.empty()) files.push_back({"queues/" + queue + ".yaml", job.queue});
  }
  return files;
}

int write_stream(const std::vector<Imported>& jobs) {
  std::string text;
  for (const Imported& job : jobs) {
    for (const std::string& document : {job.agent, job.job, job.queue}) {
      if (document.empty()) continue;
      text += (text.empty() ? "" : "---\n") + document;
    }
  }
  return write_out(text, {});
}

// What the rendered jobs have besides: W&B's variables by their number, the rest by name.
std::string additions(const std::vector<Imported>& jobs) {
  std::size_t variables = 0;
  std::set<std::string> fields;
  for (const Imported& job : jobs) {
    for (const std::string& field : job.added) {
      if (field.find("WANDB_") != std::string::npos) {
        ++variables;
      } else {
        fields.insert(field);
      }
    }
  }
  std::string text;
  if (variables > 0) text = std::to_string(variables) + " W&B variables";
  for (const std::string& field : fields) text += (text.empty() ? "" : ", ") + field;
  return text;
}

void print_verdict(const std::vector<Imported>& jobs, std::size_t residue) {
  if (jobs.empty()) return;
  std::string verdict = "round trip identical";
  if (residue > 0) {
    verdict = "round trip: " + std::to_string(residue) +
              (residue == 1 ? " thing does not come back" : " things do not come back");
  }
  const std::string added = additions(jobs);
  std::fprintf(stderr, "%s%s%s\n", verdict.c_str(), added.empty() ? "" : "; launch adds ",
               added.c_str());
}

// What would be left out in silence.
void refuse_flags_of_jobs(const std::vector<Imported>& imported, const ImportFlags& flags) {
  const auto is_agent = [](const Imported& each) { return !each.agent.empty(); };
  if (std::none_of(imported.begin(), imported.end(), is_agent)) return;
  const std::pair<const char*, bool> given[] = {{"--queue", !flags.queue.empty()},
                                                {"--project", !flags.project.empty()},
                                                {"--name", !flags.name.empty()},
                                                {"--set-var", !flags.variables.empty()}};
  for (const auto& [flag, is_given] : given) {
    if (is_given) {
      throw UsageError{std::string(flag) + " is for jobs, and " + flags.file +
                       " is an agent's configuration"};
    }
  }
}

int run_import(const ImportFlags& flags) {
  const Workspace workspace = find_workspace(flags.common.root);
  const TargetSetup targets(flags.targets, workspace.base_url);
  ImportOptions options = options_of(flags, targets);
  // A queue's file may hold what W&B's page has, which is no queue of ours.
  const ExpectedKind kind = workspace.expected_kind(flags.file);
  if (kind == DocumentKind::Agent) options.kind = kind;
  FileText file = read_file(flags.file);
  if (!is_readable(flags.file, file)) return kUnreachable;
  SourceMap sources;
  Arena arena;
  Diagnostics diagnostics;
  const SourceId id = sources.add(flags.file == "-" ? "<stdin>" : flags.file, std::move(file.text));
  ImportContext context{sources, arena, diagnostics, options};
  const std::vector<Imported> jobs = import_source(*find_importer(flags.source), id, context);
  print_findings(resolve(diagnostics.sorted(), sources), flags.common);
  const bool several_queues = jobs.size() > 1 && !flags.queue.empty();
  if (several_queues && !flags.output_dir.empty()) {
    throw UsageError{"--queue: " + std::to_string(jobs.size()) +
                     " jobs would each be the queue; import them one by one"};
  }
  refuse_flags_of_jobs(jobs, flags);
  if (flags.output_dir.empty()) {
    if (write_stream(jobs) != kOk) return kUnreachable;
  } else {
    write_new_files(files_of(jobs, flags), flags.output_dir, flags.force);
  }
  print_verdict(jobs, residue_count(diagnostics));
  return diagnostics.has_errors() ? kFindings : kOk;
}

}  // namespace

void add_import(Program& program) {
  auto [command, flags] = program.add<ImportFlags>(
      "import", "Write what runs elsewhere as a job, and compare", run_import);
  std::vector<std::string> names;
  for (const Importer* importer : importers()) names.emplace_back(importer->name);
  allow(command.add_option("SOURCE", flags.source, "What it is")->required(), names);
  command.add_option("FILE", flags.file, "Where it stands; - for standard input")
      ->required()
      ->type_name(kFileValue);
  command
      .add_option("--queue", flags.queue,
                  "Write a queue of this name with what belongs to the place it runs in")
      ->type_name("NAME");
  command.add_option("-o,--output-dir", flags.output_dir, "Write files there instead of printing")
      ->type_name(kFolderValue);
  command.add_flag("--force", flags.force, "Overwrite files that are there");
  command.add_option("--entity", flags.entity, "User or team for the job")->type_name("NAME");
  command.add_option("--project", flags.project, "Project for the job")->type_name("NAME");
  command.add_option("--name", flags.name, "Name for the job")->type_name("NAME");
  command
      .add_option("--set-var", flags.variables, "Value of what a shell would fill; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command.add_flag("--keep-secrets", flags.keep_secrets,
                   "Write out credentials instead of taking them from the environment");
  add_target_flags(command, flags.targets);
  add_common_flags(command, flags.common);
}

}  // namespace launch::cli
