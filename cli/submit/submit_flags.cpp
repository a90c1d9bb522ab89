#include "cli/submit/submit_flags.h"

#include <CLI/CLI.hpp>

#include "cli/choices.h"
#include "cli/queue/which_store.h"

namespace launch::cli {
namespace {

// What goes on after something was submitted is for an agent then.
void add_queue_flags(CLI::App& command, SubmitFlags& flags, const std::string& what) {
  CLI::Option* enqueue =
      command.add_flag("--enqueue", flags.enqueue,
                       "Put the " + what + " into their queues, for `launch agent` to submit");
  for (const char* flag : {"--wait", "--logs", "--cancel-on-interrupt", "--timeout"})
    enqueue->excludes(command.get_option(flag));
  CLI::Option* priority =
      command.add_option("--priority", flags.queueing.priority,
                         "With --enqueue: of all these " + what + ", instead of each one's own");
  offer(priority, {"critical", "high", "medium", "low"});
  priority->needs(enqueue);
  add_store_flag(command, flags.queueing.store);
  command.get_option("--store")->needs(enqueue);
}

}  // namespace

void refuse_build_flags(const BuildOptions& build) {
  const auto refuse = [](bool given, const std::string& flag, const std::string& way_out) {
    if (given)
      throw UsageError{flag + " does nothing with --enqueue: the agent builds; " + way_out};
  };
  refuse(!build.artifact_dirs.empty(), "--artifact-dir", "launch agent takes it");
  refuse(build.context_limit != BuildOptions{}.context_limit, "--context-limit",
         "launch agent takes it");
  refuse(!build.agent_config.empty(), "--agent-config", "launch agent --config takes it");
  refuse(!build.builder.empty(), "--builder",
         "--set builder.type=" + build.builder + " says it for the job");
}

void add_submit_flags(CLI::App& command, SubmitFlags& flags, const std::string& what) {
  add_build_flags(command, flags.build);
  allow_numbers(
      command.add_option("-j,--parallel", flags.at_once, "How many are submitted at once; 4")
          ->type_name("NUMBER"),
      1, 256);
  command.add_flag("--keep-going", flags.keep_going,
                   "Go on with the other " + what + " when one cannot be submitted");
  command.add_flag("--wait", flags.wait, "Wait until the " + what + " have ended");
  command.add_flag("--logs", flags.follow.logs, "Show what the " + what + " print, and wait");
  command.add_flag("--rerun", flags.rerun, "Submit once more what was submitted before");
  command.add_flag("--cancel-on-interrupt", flags.follow.cancel_on_interrupt,
                   "Cancel the " + what + " on Ctrl-C or SIGTERM; without it they go on");
  command
      .add_option("--timeout", flags.timeout,
                  "How long all of it may take, waiting included: 90s, 15m, 2h")
      ->type_name("DURATION");
  add_queue_flags(command, flags, what);
}

}  // namespace launch::cli
