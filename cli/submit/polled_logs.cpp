// `launch polled-logs`: the client by which launch itself follows logs that a backend gives in
// pieces. It is not for people, and in no help.
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "cli/commands.h"
#include "cli/submit/office.h"
#include "submit/secrets.h"
#include "submit/state_folder.h"

namespace launch::cli {
namespace {

using std::chrono::milliseconds;
using submit::Finished;
using submit::Submission;

struct PolledOptions {
  std::string name, client;
  bool follow = false;
};

class PolledLogs {
 public:
  explicit PolledLogs(const PolledOptions& options)
      : options_(options),
        journal_(submit::state_folder([](const char* name) { return std::getenv(name); })),
        desk_(
            journal_, [this](const submit::Backend&) { return options_.client; },
            [] { return std::string(); }) {
    for (Submission& each : journal_.read().submissions) {
      if (each.name == options.name) submission_ = std::move(each);
    }
    backend_ = submit::find_backend(submission_.target);
    if (backend_ == nullptr || backend_->more_logs == nullptr)
      throw UsageError{"no logs in pieces are known of " + options.name};
  }

  int show() {
    milliseconds pause(500);
    for (;;) {
      // Asked before what it printed: what came last is there by then.
      const bool last = !options_.follow || !goes_on();
      if (const int code = print_what_is_new(); code != kOk || last) return code;
      poll(nullptr, 0, static_cast<int>(pause.count()));
      pause = std::min(pause * 3 / 2, milliseconds(5000));
    }
  }

 private:
  // What cannot be asked now is asked again: only what has ended is over.
  bool goes_on() {
    if (const auto failure = desk_.refresh(submission_))
      return failure->kind == submit::Failure::Kind::Unreachable;
    return !is_final(submission_.last.state) && !submission_.last.gone;
  }

  int print_what_is_new() {
    for (bool more = true; more;) {
      const Finished asked =
          run(backend_->more_logs(submission_, options_.client, cursor_), {submit::kPatience});
      const submit::LogPiece piece = backend_->read_logs(asked, cursor_);
      if (!piece.understood)
        return report_failure(
            *submit::masked(failure_of(*backend_, asked, options_.client), submission_),
            submission_.id());
      std::fwrite(piece.text.data(), 1, piece.text.size(), stdout);
      if (std::fflush(stdout) != 0) return kUnreachable;
      cursor_ = piece.cursor;
      more = piece.more;
    }
    return kOk;
  }

  const PolledOptions& options_;
  submit::Journal journal_;
  submit::Desk desk_;
  Submission submission_;
  const submit::Backend* backend_ = nullptr;
  std::string cursor_;
};

int polled_logs(const PolledOptions& options) { return PolledLogs(options).show(); }

}  // namespace

void add_polled_logs(Program& program) {
  auto [command, options] =
      program.add<PolledOptions>("polled-logs", "The client for logs in pieces", polled_logs);
  command.group("");
  command.add_option("NAME", options.name)->required();
  command.add_option("CLIENT", options.client)->required();
  command.add_flag("--follow", options.follow);
}

}  // namespace launch::cli
