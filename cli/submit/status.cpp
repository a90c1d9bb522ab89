#include <cstdio>

#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/submit/follow.h"
#include "cli/submit/submission_text.h"

namespace launch::cli {
namespace {

using submit::Submission;

struct StatusOptions {
  std::vector<std::string> names;
  std::string format = "text";
  CommonOptions common;
};

void print(const std::vector<Submission>& submissions, const std::string& format) {
  const std::string text = format == "json" ? json_of(submissions) : table_of(submissions);
  std::fwrite(text.data(), 1, text.size(), stdout);
}

// What cannot be asked is shown as it was seen last.
int refresh_all(const Office& office, std::vector<Submission>& submissions) {
  int code = kOk;
  for (Submission& each : submissions) {
    if (const auto failure = office.desk().refresh(each)) {
      code = report_failure(*failure, each.id());
    }
  }
  return code;
}

int status(const StatusOptions& options) {
  const Office office(options.common);
  std::vector<Submission> submissions =
      options.names.empty() ? office.all() : office.named(options.names);
  const int code = refresh_all(office, submissions);
  print(submissions, options.format);
  return code;
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
  print(submissions, options.format);
  return kOk;
}

struct LogsOptions {
  std::string name;
  bool follow = false;
  CommonOptions common;
};

int logs(const LogsOptions& options) {
  const Office office(options.common);
  Submission submission = office.named({options.name}).front();
  if (const auto failure = office.desk().refresh(submission)) {
    return report_failure(*failure, submission.id());
  }
  if (submission.progress != submit::Progress::Created) {
    throw UsageError{submission.id() + " was never created: there are no logs"};
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
  const Office office(options.common);
  FollowOptions follow_options = options.follow;
  if (!options.timeout.empty()) {
    follow_options.timeout = duration_of("--timeout", options.timeout);
  }
  std::vector<Submission> submissions = office.named(options.names);
  if (const int code = refresh_all(office, submissions); code != kOk) return code;
  const int code = follow(office, submissions, follow_options);
  return code;
}

struct CancelOptions {
  std::vector<std::string> names;
  CommonOptions common;
};

int cancel(const CancelOptions& options) {
  const Office office(options.common);
  int code = kOk;
  for (Submission& each : office.named(options.names)) {
    if (const auto failure = office.desk().cancel(each)) {
      code = report_failure(*failure, each.id());
    } else {
      std::printf("%s\n", one_line(each).c_str());
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
  offer(command.add_option("--format", options.format, "text or json"), {"text", "json"});
  add_common_flags(command, options.common);
}

void add_list(Program& program) {
  auto [command, options] =
      program.add<StatusOptions>("list", "Show what was submitted, as it was seen last", list);
  command.add_option("JOB", options.names, "Only what was submitted from these files")
      ->type_name(kFileValue);
  offer(command.add_option("--format", options.format, "text or json"), {"text", "json"});
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
  command.add_option("--timeout", options.timeout, "How long to wait at most: 90s, 15m, 2h");
  add_common_flags(command, options.common);
}

void add_cancel(Program& program) {
  auto [command, options] = program.add<CancelOptions>("cancel", "Stop submitted jobs", cancel);
  command.add_option("ID", options.names, kName)->required();
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
