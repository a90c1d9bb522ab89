#include <algorithm>
#include <cstdio>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/submit/follow.h"
#include "cli/submit/submission_text.h"
#include "cli/validate/progress.h"
#include "cli/workers.h"
#include "cli/write_out.h"

namespace launch::cli {
namespace {

using submit::Submission;

constexpr std::size_t kAtOnce = 4;

struct StatusOptions {
  std::vector<std::string> names;
  std::string format = "text";
  CommonOptions common;
};

int print(const std::vector<Submission>& submissions, const std::string& format) {
  return write_out(format == "json" ? json_of(submissions) : table_of(submissions), {});
}

// What cannot be asked is shown as it was seen last.
int refresh_all(const Office& office, std::vector<Submission>& submissions) {
  int code = kOk;
  std::vector<std::optional<submit::Failure>> failures(submissions.size());
  run_each(submissions.size(), kAtOnce,
           [&](std::size_t i) { failures[i] = office.desk().refresh(submissions[i]); });
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    if (failures[i]) code = std::max(code, report_failure(*failures[i], submissions[i].id()));
  }
  return code;
}

int status(const StatusOptions& options) {
  const Office office(options.common);
  std::vector<Submission> submissions =
      options.names.empty() ? office.all() : office.named(options.names);
  const int code = refresh_all(office, submissions);
  return std::max(code, print(submissions, options.format));
}

int list(const StatusOptions& options) {
  const Office office(options.common);
  std::vector<Submission> submissions = office.all();
  if (!options.names.empty()) {
    std::vector<std::string> paths;
    for (const std::string& name : options.names) paths.push_back(absolute_path(name));
    std::erase_if(submissions, [&](const Submission& each) {
      return std::find(paths.begin(), paths.end(), each.job) == paths.end();
    });
  }
  return print(submissions, options.format);
}

std::string label_of(const Submission& submission) { return path_from_here(submission.job); }

struct LogsOptions {
  std::string name;
  bool follow = false;
  CommonOptions common;
};

// One stream is of one job.
void note_others(const std::vector<Submission>& submissions) {
  if (submissions.size() < 2) return;
  std::fprintf(stderr, "launch: note: these are the logs of %s; there are also\n",
               label_of(submissions.front()).c_str());
  for (std::size_t i = 1; i < submissions.size(); ++i) {
    std::fprintf(stderr, "  launch logs %s  # %s\n", submissions[i].id().c_str(),
                 label_of(submissions[i]).c_str());
  }
}

int logs(const LogsOptions& options) {
  const Office office(options.common);
  std::vector<Submission> submissions = office.named({options.name});
  // The first document first, whichever was submitted before.
  std::stable_sort(submissions.begin(), submissions.end(),
                   [](const Submission& a, const Submission& b) {
                     return std::pair(a.job.size(), a.job) < std::pair(b.job.size(), b.job);
                   });
  Submission submission = submissions.front();
  note_others(submissions);
  if (const auto failure = office.desk().refresh(submission)) {
    return report_failure(*failure, submission.id());
  }
  if (submission.progress != submit::Progress::Created) {
    throw UsageError{submission.id() + " was never created: there are no logs"};
  }
  if (submission.pruned) {
    throw UsageError{"the logs of " + submission.id() + " were removed by `launch prune`"};
  }
  const submit::Finished shown = show_log(office, submission, options.follow, std::nullopt);
  if (shown.how == submit::Finished::How::NotFound) {
    return report_failure({submit::Failure::Kind::NoClient, "its program is not on PATH"},
                          submission.id());
  }
  return shown.good() ? kOk : kUnreachable;
}

struct WaitOptions {
  std::vector<std::string> names;
  std::string timeout;
  FollowOptions follow;
  CommonOptions common;
};

int wait(const WaitOptions& options) {
  Office office(options.common);
  FollowOptions follow_options = options.follow;
  follow_options.deadline = office.hurry(options.timeout);
  const std::vector<Submission> submissions = office.named(options.names);
  std::size_t width = 0;
  for (const Submission& each : submissions) width = std::max(width, label_of(each).size());
  const Interrupt interrupt;
  Screen screen(is_watched_by_people());
  JobLogs logs(office, screen, submissions.size() > 1 ? width : 0);
  for (const Submission& each : submissions) {
    const bool shown = follow_options.logs && each.progress == submit::Progress::Created;
    if (shown) logs.show(each, label_of(each));
  }
  return follow({office, screen, interrupt, follow_options.logs ? &logs : nullptr}, submissions,
                follow_options);
}

struct CancelOptions {
  std::vector<std::string> names;
  CommonOptions common;
};

int cancel(const CancelOptions& options) {
  const Office office(options.common);
  std::vector<Submission> submissions = office.named(options.names);
  std::vector<std::optional<submit::Failure>> failures(submissions.size());
  // Backends give what they stop some time to end.
  run_each(submissions.size(), kAtOnce,
           [&](std::size_t i) { failures[i] = office.desk().cancel(submissions[i]); });
  int code = kOk;
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    if (failures[i]) {
      code = std::max(code, report_failure(*failures[i], submissions[i].id()));
    } else {
      std::printf("%s\n", one_line(submissions[i]).c_str());
    }
  }
  return code;
}

constexpr const char* kName = "Id, the beginning of one, or a job file: its newest submission";

}  // namespace

void add_status(Program& program) {
  auto [command, options] =
      program.add<StatusOptions>("status", "Ask the backends how what was submitted fares", status);
  command.add_option("ID", options.names, std::string(kName) + "; all without one");
  allow(command.add_option("--format", options.format, "How the answer is written"),
        {"text", "json"});
  add_common_flags(command, options.common);
}

void add_list(Program& program) {
  auto [command, options] =
      program.add<StatusOptions>("list", "Show what was submitted, as it was seen last", list);
  command.add_option("JOB", options.names, "Only what was submitted from these files")
      ->type_name(kFileValue);
  allow(command.add_option("--format", options.format, "How the answer is written"),
        {"text", "json"});
  add_common_flags(command, options.common);
}

void add_logs(Program& program) {
  auto [command, options] =
      program.add<LogsOptions>("logs", "Show what a submitted job prints", logs);
  command.add_option("ID", options.name, kName)->required();
  command.add_flag("-f,--follow", options.follow, "Go on until the job ends");
  add_common_flags(command, options.common);
}

void add_wait(Program& program) {
  auto [command, options] = program.add<WaitOptions>(
      "wait", "Wait until submitted jobs have ended; exits with 1 unless all succeeded", wait);
  command.add_option("ID", options.names, kName)->required();
  command.add_flag("--logs", options.follow.logs, "Show what they print");
  command.add_flag("--cancel-on-interrupt", options.follow.cancel_on_interrupt,
                   "Cancel them on Ctrl-C or SIGTERM; without it they go on");
  command.add_option("--timeout", options.timeout, "How long to wait at most: 90s, 15m, 2h")
      ->type_name("DURATION");
  add_common_flags(command, options.common);
}

void add_cancel(Program& program) {
  auto [command, options] = program.add<CancelOptions>("cancel", "Stop submitted jobs", cancel);
  command.add_option("ID", options.names, kName)->required();
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
