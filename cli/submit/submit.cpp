#include "submit/submit.h"

#include <cstdio>
#include <cstdlib>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/queue/which_store.h"
#include "cli/submit/batch.h"
#include "cli/submit/follow.h"
#include "cli/submit/refusal.h"
#include "cli/submit/submission_text.h"
#include "cli/submit/submit_flags.h"
#include "cli/submit/wandb_jobs.h"
#include "cli/validate/progress.h"
#include "cli/write_out.h"
#include "compiler/spec/shell_words.h"
#include "compiler/target/words.h"
#include "compiler/wandb/queue_item.h"

namespace launch::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct SubmitOptions {
  PlanOptions plan;
  SubmitFlags flags;
  std::string dry_run;  // "client", "server" or empty
  std::string format = "text";
};

// What would be called, with secrets as the names of the variables that they come from.
std::string call_of(const Planned& planned, const Office& office) {
  submit::Submission submission;
  submission.digest = planned.digest;
  submission.name = submit::name_for(planned.digest, 1);
  const submit::Backend& backend = *planned.backend;
  if (backend.where_of_job != nullptr) {
    submission.where = backend.where_of_job(*planned.deferred, planned.block, {});
  }
  if (backend.where_of_block != nullptr) {
    // As far as it is known without asking a client.
    submission.where = backend.where_of_block(
        planned.block, {}, [](const char* name) -> const char* { return std::getenv(name); });
  }
  if (backend.name != nullptr) submission.name = backend.name(*planned.deferred, submission);
  const submit::Command command =
      backend.create(*planned.deferred, submission, office.client(backend));
  std::string line;
  // Variables as `launch render` writes them, with macros as the shell's own.
  const auto* argv = std::get_if<Argv>(&planned.deferred->content);
  if (argv != nullptr && command.input.empty()) line = shell_line({{}, argv->environment});
  for (const std::string& word : command.argv) {
    line += (&word == command.argv.data() ? "" : " ") + shell_quote(word);
  }
  return line + "\n" + command.input;
}

int ask_backends(const Plan& plan, const Office& office) {
  int code = kOk;
  for (const Planned& each : plan.jobs()) {
    const auto said = office.desk().dry_run(
        {*each.filled, each.digest, each.job, each.run_id, each.secret_variables, each.block},
        *each.backend);
    if (const auto* failure = std::get_if<submit::Failure>(&said)) {
      const bool shown = show_refusal(*failure, *each.deferred, *each.sources);
      code = std::max(code, shown ? kRefused : report_failure(*failure, each.label));
      continue;
    }
    for (const std::string& words : std::get<std::vector<std::string>>(said)) {
      std::printf("%s: %s\n", each.label.c_str(), words.c_str());
    }
  }
  return code;
}

int show_calls(const Plan& plan, const Office& office) {
  std::string text;
  for (const Planned& each : plan.jobs()) text += each.build + call_of(each, office);
  return write_out(text, "");
}

std::string counted(std::size_t count, const std::string& what) {
  return count == 0 ? "" : ", " + std::to_string(count) + " " + what;
}

class Submitting {
 public:
  Submitting(const SubmitOptions& options, const Office& office, const Plan& plan)
      : options_(options),
        plan_(plan),
        office_(office),
        screen_(is_watched_by_people()),
        logs_(office, screen_, width_of_labels(plan)),
        in_{office_, screen_, interrupt_, options.flags.follow.logs ? &logs_ : nullptr} {}

  int run(std::optional<Clock::time_point> deadline) {
    BatchOptions options;
    options.at_once = options_.flags.at_once;
    options.keep_going = options_.flags.keep_going;
    options.rerun = options_.flags.rerun;
    options.tells = options_.format == "text";
    options.deadline = deadline;
    if (in_.logs != nullptr) {
      options.created = [this](const submit::Submission& submission, const std::string& label) {
        logs_.show(submission, label);
      };
    }
    Batch batch(office_, plan_.jobs(), options, screen_, interrupt_);
    const std::vector<Outcome>& outcomes = batch.run();
    std::vector<submit::Submission> submissions;
    std::vector<Unsubmitted> others;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (outcomes[i].stage == Outcome::Stage::There) {
        submissions.push_back(outcomes[i].submission);
      } else {
        others.push_back({plan_.jobs()[i].job, why_not(outcomes[i])});
      }
    }
    if (options_.format == "json") screen_.print(stdout, json_of(submissions, others));
    return std::max({batch.exit_code(), sum_up(outcomes), stay(submissions, deadline)});
  }

 private:
  // As it was said on standard error.
  std::string why_not(const Outcome& outcome) const {
    if (outcome.words.empty())
      return interrupt_.signal() != 0 ? "interrupted" : "nothing more was begun";
    std::string_view words = outcome.words;
    constexpr std::string_view kName = "launch: ";
    if (words.starts_with(kName)) words.remove_prefix(kName.size());
    return std::string(words.substr(0, words.find_last_not_of('\n') + 1));
  }

  static std::size_t width_of_labels(const Plan& plan) {
    std::size_t width = 0;
    if (plan.jobs().size() < 2) return width;
    for (const Planned& each : plan.jobs()) width = std::max(width, each.label.size());
    return width;
  }

  // Those about which nothing else is said.
  void name_untold(const std::vector<Outcome>& outcomes) {
    std::vector<std::string_view> labels;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const bool untold = outcomes[i].stage == Outcome::Stage::Held && outcomes[i].words.empty();
      if (untold) labels.emplace_back(plan_.jobs()[i].label);
    }
    if (!labels.empty()) screen_.print(stderr, "launch: " + all_of(labels) + " not submitted\n");
  }

  // Of several; kUnreachable when the time was over before all were submitted.
  int sum_up(const std::vector<Outcome>& outcomes) {
    std::size_t fresh = 0;
    std::size_t already = 0;
    std::size_t failed = 0;
    std::size_t held = 0;
    std::size_t untold = 0;
    for (const Outcome& each : outcomes) {
      fresh += each.stage == Outcome::Stage::There && !each.already ? 1 : 0;
      already += each.stage == Outcome::Stage::There && each.already ? 1 : 0;
      failed += each.stage == Outcome::Stage::Failed ? 1 : 0;
      held += each.stage == Outcome::Stage::Held ? 1 : 0;
      untold += each.stage == Outcome::Stage::Held && each.words.empty() ? 1 : 0;
    }
    const bool late = untold > 0 && failed + (held - untold) == 0 && interrupt_.signal() == 0;
    name_untold(outcomes);
    if (outcomes.size() > 1) {
      std::string why;
      if (untold > 0 && interrupt_.signal() != 0) why = " (interrupted)";
      if (untold > 0 && interrupt_.signal() == 0)
        why = late ? " (the time is over)" : " (--keep-going goes on after a failure)";
      screen_.print(stderr, std::to_string(outcomes.size()) + " jobs: " + std::to_string(fresh) +
                                " submitted" + counted(already, "submitted before") +
                                counted(failed, "failed to be submitted") +
                                counted(held, "not submitted") + why + "\n");
    }
    return late ? kUnreachable : kOk;
  }

  int stay(std::vector<submit::Submission>& submissions,
           std::optional<Clock::time_point> deadline) {
    FollowOptions follow_options = options_.flags.follow;
    follow_options.deadline = deadline;
    if (interrupt_.signal() != 0) {
      logs_.stop();
      return leave(in_, submissions, follow_options);
    }
    if (!options_.flags.stays() || submissions.empty()) return kOk;
    return follow(in_, std::move(submissions), follow_options);
  }

  const SubmitOptions& options_;
  const Plan& plan_;
  const Office& office_;
  const Interrupt interrupt_;
  Screen screen_;
  JobLogs logs_;
  Surroundings in_;
};

// W&B's server keeps them: what launch kept of its own would not be there.
void refuse_wandb_queues(const Plan& plan) {
  for (const Planned& each : plan.jobs()) {
    if (each.backend == nullptr || each.backend->target != wandb::kTarget) continue;
    throw UsageError{each.label + ": queue " + launch::quoted(each.spec->queue.as_string()) +
                     " is kept by W&B's own server; submit puts the job there without --enqueue"};
  }
}

int submit_planned(const SubmitOptions& options) {
  const bool known =
      options.dry_run.empty() || options.dry_run == "client" || options.dry_run == "server";
  if (!known) throw UsageError{"--dry-run=" + options.dry_run + " is neither client nor server"};
  Office office(options.plan.common);
  const std::optional<Clock::time_point> deadline = office.hurry(options.flags.timeout);
  PlanOptions plan_options = options.plan;
  const CodeOptions& code = options.flags.build;
  plan_options.job.code = code;
  if (!options.flags.enqueue) plan_options.job.built_by = JobOptions::Builder::Here;
  // Nothing is filled in for a call that is only shown, or that an agent will make.
  plan_options.fills = options.dry_run != "client" && !options.flags.enqueue;
  if (options.dry_run.empty() && !options.flags.enqueue) plan_options.build = options.flags.build;
  plan_options.pins = options.flags.enqueue;
  EnqueueOptions queueing;
  if (options.flags.enqueue) queueing = options.flags.into_queues(options.format == "json");
  const Plan plan(plan_options, office.workspace());
  if (plan.exit_code() != kOk) return plan.exit_code();
  if (options.flags.enqueue) {
    refuse_wandb_queues(plan);
    return enqueue(plan, queueing, office);
  }
  if (options.dry_run == "client") return show_calls(plan, office);
  if (options.dry_run == "server") return ask_backends(plan, office);
  return Submitting(options, office, plan).run(deadline);
}

int submit_jobs(const SubmitOptions& options) {
  try {
    return submit_planned(options);
  } catch (const BuildError& error) {
    std::fprintf(stderr, "launch: %s\n", error.message.c_str());
    return kRefused;
  } catch (const queue::StoreError& error) {
    return report(error);
  }
}

}  // namespace

void add_submit(Program& program) {
  auto [command, options] = program.add<SubmitOptions>(
      "submit", "Run jobs where their queues say, each once", submit_jobs);
  command
      .add_option("JOB", options.plan.paths, "Job files, folders, globs, or - for standard input")
      ->required()
      ->type_name(kFileValue);
  add_job_flags(command, options.plan.job);
  offer_wandb(command);
  CLI::Option* dry_run =
      command.add_flag("--dry-run{client}", options.dry_run,
                       "Print what would be called, and call nothing; with =server, ask the "
                       "backend what it would say");
  offer(dry_run, {"client", "server"});
  add_submit_flags(command, options.flags, "jobs");
  command.get_option("--enqueue")->excludes(dry_run);
  allow(command.add_option("--format", options.format, "How the answer is written"),
        {"text", "json"});
  add_common_flags(command, options.plan.common);
}

}  // namespace launch::cli
