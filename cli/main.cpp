#include <cstdio>
#include <exception>
#include <string_view>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/workspace.h"
#include "submit/journal.h"

namespace launch::cli {
namespace {

// In the order of --help: what is asked most often comes first.
constexpr void (*kCommands[])(Program&) = {
    add_init,  add_import,     add_validate,      add_render,      add_explain, add_graph,
    add_diff,  add_lock,       add_build,         add_submit,      add_sweep,   add_status,
    add_logs,  add_wait,       add_cancel,        add_list,        add_prune,   add_queue,
    add_agent, add_rules,      add_schema,        add_lsp,         add_version, add_help,
    add_man,   add_completion, add_local_process, add_polled_logs,
};

int parse_and_run(int argc, char** argv) {
  Program program;
  for (void (*add)(Program&) : kCommands) add(program);
  return program.run(argc, argv);
}

}  // namespace
}  // namespace launch::cli

int main(int argc, char** argv) {
  using namespace launch::cli;
  // Before anything is set up: the most frequent question of scripts.
  const bool asks_version = argc == 2 && std::string_view(argv[1]) == "--version";
  if (asks_version) {
    std::puts("launch " LAUNCH_VERSION);
    return kOk;
  }
  try {
    return parse_and_run(argc, argv);
  } catch (const UsageError& error) {
    std::fprintf(stderr, "launch: %s\n", error.message.c_str());
    return kUsage;
  } catch (const UnreachableError& error) {
    std::fprintf(stderr, "launch: %s\n", error.message.c_str());
    return kUnreachable;
  } catch (const launch::submit::JournalError& error) {
    std::fprintf(stderr, "launch: %s; LAUNCH_STATE_DIR names another folder for the journal\n",
                 error.message.c_str());
    return kUnreachable;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "launch: internal error: %s\nThis is a bug in launch; please report it.\n",
                 error.what());
    return kBug;
  }
}
