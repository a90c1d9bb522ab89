#include <cstdio>
#include <ctime>

#include "cli/commands.h"
#include "cli/submit/submission_text.h"

namespace launch::cli {
namespace {

using submit::Submission;

struct PruneOptions {
  std::vector<std::string> names;
  std::string older_than;
  bool dry_run = false;
  CommonOptions common;
};

// Nothing for a time that is none of ours.
std::optional<std::time_t> time_of(const std::string& text) {
  std::tm parts{};
  const char* end = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return timegm(&parts);
}

std::vector<Submission> chosen(const Office& office, const PruneOptions& options) {
  if (options.names.empty() && options.older_than.empty()) {
    throw UsageError{"say which: an ID, or --older-than 7d for all that were submitted before"};
  }
  std::vector<Submission> submissions =
      options.names.empty() ? office.all() : office.named(options.names);
  if (options.older_than.empty()) return submissions;
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(
      duration_of("--older-than", options.older_than));
  const std::time_t limit = std::time(nullptr) - static_cast<std::time_t>(age.count());
  std::erase_if(submissions, [&](const Submission& each) {
    const std::optional<std::time_t> begun = time_of(each.begun);
    return !begun || *begun > limit;
  });
  return submissions;
}

// What a backend keeps of one that has ended.
bool leaves_something(const Submission& submission) {
  const submit::Backend* backend = submit::find_backend(submission.target);
  return backend != nullptr && backend->remove != nullptr && !submission.pruned &&
         submission.progress == submit::Progress::Created;
}

int prune_one(const Office& office, Submission& submission, const PruneOptions& options) {
  if (const auto failure = office.desk().refresh(submission))
    return report_failure(*failure, submission.id());
  if (!leaves_something(submission)) return kOk;
  if (!has_ended(submission)) {
    if (options.names.empty()) return kOk;
    std::fprintf(stderr, "launch: %s is %s: nothing of it is taken away\n", submission.id().c_str(),
                 state_of(submission).c_str());
    return kFindings;
  }
  if (!options.dry_run) {
    if (const auto failure = office.desk().prune(submission))
      return report_failure(*failure, submission.id());
  }
  std::printf("%s %s\n", options.dry_run ? "would remove" : "removed",
              one_line(submission).c_str());
  return kOk;
}

int prune(const PruneOptions& options) {
  const Office office(options.common);
  int code = kOk;
  for (Submission& each : chosen(office, options)) {
    if (leaves_something(each)) {
      code = std::max(code, prune_one(office, each, options));
    } else if (!options.names.empty()) {
      std::fprintf(stderr, "launch: note: nothing is kept of %s that launch could remove\n",
                   each.id().c_str());
    }
  }
  return code;
}

}  // namespace

void add_prune(Program& program) {
  auto [command, options] = program.add<PruneOptions>(
      "prune", "Remove what backends keep of jobs that have ended, logs included", prune);
  command.add_option("ID", options.names,
                     "Id, the beginning of one, or a job file: its newest submission");
  command
      .add_option("--older-than", options.older_than,
                  "Only what was submitted longer ago than this: 12h, 7d")
      ->type_name("DURATION");
  command.add_flag("--dry-run", options.dry_run, "Say what would be removed, and remove nothing");
  add_common_flags(command, options.common);
}

}  // namespace launch::cli
