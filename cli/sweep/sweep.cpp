#include <charconv>
#include <cstdio>

#include "cli/artifact_text.h"
#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/queue/which_store.h"
#include "cli/sweep/submit_runs.h"
#include "cli/sweep/sweep_file.h"
#include "compiler/document/write_json.h"
#include "compiler/spec/shell_words.h"
#include "compiler/sweep/rules.h"
#include "compiler/sweep/scheduler.h"

namespace launch::cli {
namespace {

struct SweepOptions {
  JobOptions job;  // its `job` is the sweep
  std::optional<std::int64_t> seed;
  std::optional<std::uint64_t> limit;
  bool render = false;
  bool submit = false;
  SubmitFlags flags;
  std::string format = "text";
  CommonOptions common;
};

// What a run is, in one line: its id, and each parameter.
void append_values(std::string& out, const Node& config, const std::string& prefix) {
  for (const Member& member : config.members()) {
    const std::string name = prefix + std::string(member.key);
    if (member.value.is_mapping() && member.value.size() > 0) {
      append_values(out, member.value, name + ".");
    } else {
      out += " " + name + "=" +
             write_json(member.value,
                        member.value.is_number() ? JsonStyle::Python : JsonStyle::Compact);
    }
  }
}

std::string line_of(const sweep::Run& run) {
  std::string out = run.id;
  append_values(out, run.config, "");
  return out + "\n";
}

// Results are written as they come: the first at once, the rest as the system's buffer fills.
class Listing {
 public:
  explicit Listing(bool json) : json_(json) {}

  void begin() {
    if (json_) write("{\"format_version\":1,\"runs\":[");
  }

  void add(const sweep::Run& run, const JobRun* rendered) {
    if (json_) {
      write((first_ ? "\n" : ",\n") + json_of(run, rendered));
    } else if (rendered == nullptr) {
      write(line_of(run));
    } else {
      for (const Artifact& artifact : rendered->jobs[0].artifacts) write(artifact_text(artifact));
    }
    if (first_) std::fflush(stdout);
    first_ = false;
  }

  // False when not everything could be written.
  bool end() {
    if (json_) write("\n]}\n");
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  }

 private:
  static std::string json_of(const sweep::Run& run, const JobRun* rendered) {
    std::string out = "{\"id\":" + json_string(run.id) +
                      ",\"parameters\":" + write_json(run.config, JsonStyle::Compact);
    if (rendered != nullptr) {
      out += ",\"artifacts\":[";
      bool first = true;
      for (const Artifact& artifact : rendered->jobs[0].artifacts) {
        out += (first ? "" : ",") + artifact_json(artifact);
        first = false;
      }
      out += "]";
    }
    return out + "}";
  }

  static void write(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

  bool json_;
  bool first_ = true;
};

// How many runs there may be. Throws UsageError for a search that would not end.
std::uint64_t most_runs(const SweepFile& file, const SweepOptions& options) {
  const std::optional<std::uint64_t>& cap = file.sweep.run_cap;
  const bool endless = file.sweep.method == sweep::Method::Random && !cap && !options.limit;
  if (endless) {
    throw UsageError{file.name +
                     ": a random search without run_cap has no end; --limit N lists the first N"};
  }
  constexpr std::uint64_t kAll = ~std::uint64_t{0};
  return std::min(cap.value_or(kAll), options.limit.value_or(kAll));
}

std::int64_t seed_of(const SweepFile& file, const SweepOptions& options) {
  if (options.seed) return *options.seed;
  if (file.sweep.seed) return *file.sweep.seed;
  if (file.sweep.method != sweep::Method::Random) return 0;
  throw UsageError{file.name +
                   ": random values are drawn from a seed: --seed N, or seed: N in the sweep"};
}

// W&B's client reads neither entity nor project from the file, and the queue from its launch block
// only (wandb/cli/cli.py, launch_sweep).
std::string start_command(const SweepFile& file, const SweepOptions& options,
                          const sweep::SchedulerSettings& settings) {
  std::string line =
      "wandb launch-sweep " + (options.job.job == "-" ? "FILE" : shell_quote(options.job.job));
  const Node& root = file.sweep.root;
  const auto add = [&](const char* flag, std::string_view key, std::string_view otherwise) {
    const Node own = sweep::setting_of(root, key);
    const std::string_view value = own.valid() ? own.as_string() : otherwise;
    if (!value.empty()) line += std::string(" ") + flag + " " + shell_quote(value);
  };
  add("-e", "entity", settings.entity);
  add("-p", "project", settings.project);
  const Node* launch = root.find("launch");
  if (launch == nullptr || launch->find("queue") == nullptr) add("-q", "queue", "");
  return line;
}

// W&B's scheduler decides which runs there are: what it is started with is all that can be said.
int print_scheduler(const SweepFile& file, const SweepOptions& options) {
  const Workspace workspace = find_workspace(options.common.root);
  sweep::SchedulerSettings settings;
  for (const Setting& setting : workspace.defaults) {
    if (setting.path == "entity") settings.entity = setting.value;
    if (setting.path == "project") settings.project = setting.value;
  }
  const std::string start = "`" + start_command(file, options, settings) + "` creates it";
  if (options.submit) {
    throw UsageError{file.name +
                     ": the runs of this sweep depend on results, so that W&B's "
                     "scheduler submits them; " +
                     start};
  }
  Diagnostics diagnostics;
  const Node spec =
      sweep::scheduler_spec(file.sweep, settings, {*file.arena, *file.sources, diagnostics});
  print_findings(resolve(diagnostics.sorted(), *file.sources), options.common);
  if (diagnostics.has_errors()) return kFindings;
  std::fprintf(stderr,
               "%s: note: the runs depend on results, so that W&B's scheduler starts them; this is "
               "its launch spec, and %s\n",
               file.name.c_str(), start.c_str());
  const std::string text = write_json(spec, JsonStyle::Compact) + "\n";
  std::fwrite(text.data(), 1, text.size(), stdout);
  return std::fflush(stdout) == 0 ? kOk : kUnreachable;
}

int list_runs(const SweepFile& file, const SweepOptions& options, FindingsOnce& said) {
  const std::uint64_t most = most_runs(file, options);
  sweep::Runs runs(file.sweep, seed_of(file, options));
  std::optional<RunCompiler> compiler;
  if (options.render) compiler.emplace(file, options.job, options.common);
  Listing listing(options.format == "json");
  bool begun = false;
  for (std::uint64_t number = 0; number < most; ++number) {
    Arena arena;
    sweep::Run run;
    if (!runs.next(run, arena)) break;
    std::optional<JobRun> rendered;
    if (compiler) {
      rendered = compiler->compile(run, {});
      said.print(rendered->findings);
      if (rendered->exit_code != kOk) {
        std::fprintf(stderr, "launch: run %s cannot be rendered:%s", run.id.c_str(),
                     line_of(run).substr(run.id.size()).c_str());
        return rendered->exit_code;
      }
      said.print_deferred(*rendered);
    }
    if (!begun) listing.begin();
    begun = true;
    listing.add(run, rendered ? &*rendered : nullptr);
  }
  if (!begun) listing.begin();
  if (listing.end()) return kOk;
  throw UnreachableError{"standard output cannot be written"};
}

int submit_all(const SweepFile& file, const SweepOptions& options, FindingsOnce& said) {
  const std::uint64_t most = most_runs(file, options);
  sweep::Runs runs(file.sweep, seed_of(file, options));
  RunCompiler compiler(file, options.job, options.common);
  const RunsToSubmit asked{file, options.job.job, runs,
                           most, options.flags,   options.format == "json"};
  try {
    if (options.flags.enqueue) return enqueue_runs(asked, compiler, said, options.common);
    return submit_runs(asked, compiler, said, options.common);
  } catch (const queue::StoreError& error) {
    return report(error);
  }
}

int run_sweep(const SweepOptions& options) {
  SweepFile file = read_sweep_file(options.job.job);
  if (file.exit_code == kUnreachable) return file.exit_code;
  // Here the way out is --limit, and a search without it is refused.
  std::erase_if(file.findings,
                [](const Finding& finding) { return finding.rule == &sweep::kEndless; });
  FindingsOnce said(options.common);
  said.print(file.findings);
  if (file.exit_code != kOk) return file.exit_code;
  if (sweep::needs_scheduler(file.sweep)) return print_scheduler(file, options);
  return options.submit ? submit_all(file, options, said) : list_runs(file, options, said);
}

}  // namespace

void add_sweep(Program& program) {
  auto [command, options] =
      program.add<SweepOptions>("sweep", "List, render or submit the runs of a sweep", run_sweep);
  command.add_option("SWEEP", options.job.job, "Sweep file, or - for standard input")
      ->required()
      ->type_name(kFileValue);
  allow_numbers(
      command
          .add_option("--seed", options.seed, "Seed of random values, instead of the sweep's own")
          ->type_name("N"),
      std::numeric_limits<std::int64_t>::min());
  allow_numbers(
      command.add_option("--limit", options.limit, "At most this many runs, the first ones")
          ->type_name("N"),
      0);
  auto* const render = command.add_flag("--render", options.render, "Print what each would run");
  auto* const submit =
      command.add_flag("--submit", options.submit, "Submit those that were not submitted before")
          ->excludes(render);
  const std::size_t before = command.get_options().size();
  add_submit_flags(command, options.flags, "runs");
  const std::vector<CLI::Option*> all = command.get_options();
  for (std::size_t i = before; i < all.size(); ++i) all[i]->needs(submit);
  allow(command.add_option("--format", options.format, "How the answer is written"),
        {"text", "json"});
  add_job_flags(command, options.job);
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
