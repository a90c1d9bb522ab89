// What all commands about submissions need: the journal, the clients, the clock.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "cli/disk.h"
#include "cli/options.h"
#include "cli/workspace.h"
#include "submit/submit.h"

namespace launch::cli {

class Office {
 public:
  // Throws UsageError for a workspace file or state folder that cannot be used.
  explicit Office(const CommonOptions& common);
  // Its desk asks it for clients.
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  const Workspace& workspace() const { return workspace_; }
  const submit::Desk& desk() const { return desk_; }
  // When the user's --timeout is over, from now; nothing without one. Questions to backends take no
  // longer than it. Throws UsageError as duration_of() does.
  std::optional<std::chrono::steady_clock::time_point> hurry(const std::string& timeout);
  // The program to run: the workspace file's, or the usual one on PATH.
  std::string client(const submit::Backend& backend) const;

  // Everything that was ever submitted, oldest first; damaged lines of the journal are told on
  // standard error.
  std::vector<submit::Submission> all() const;
  // Those that the user names by id, the beginning of one, or a job file: of a file its newest, of
  // a file of several documents, and of a sweep, the newest of each.
  // Throws UsageError for a name that fits none or several.
  std::vector<submit::Submission> named(const std::vector<std::string>& names) const;

 private:
  static std::vector<submit::Submission> of_name(
      const std::string& name, const std::vector<submit::Submission>& submissions);

  Workspace workspace_;
  submit::Journal journal_;
  submit::Desk desk_;
};

// A path as it is seen from here, if it lies below.
std::string path_from_here(const std::string& path);

// `90`, `90s`, `15m`, `2h`, `1d`. Throws UsageError for anything else.
std::chrono::milliseconds duration_of(const std::string& flag, const std::string& text);

// Nothing more will happen to it, or nothing that could be seen.
bool has_ended(const submit::Submission& submission);

// A backend that does not answer is asked again: so many times in a row, with pauses of at least
// this, before whoever waits gives up.
inline constexpr int kMostUnanswered = 5;
inline constexpr std::chrono::milliseconds kUnansweredPause{1000};

// In a sentence for standard error, with the client's words below it; the exit code that goes with
// it; and both.
std::string text_of(const submit::Failure& failure, const std::string& subject);
int code_of(const submit::Failure& failure);
int report_failure(const submit::Failure& failure, const std::string& subject);

}  // namespace launch::cli
