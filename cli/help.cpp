
#include "cli/choices.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/workspace.h"
#include "cli/write_out.h"

namespace launch::cli {
namespace {

struct HelpOptions {
  const Program* program = nullptr;
  std::string command;
};

int help(const HelpOptions& options) {
  const CLI::App& app = options.program->app();
  std::string text;
  if (options.command.empty()) {
    // help() of an application is that of the command which was given: this one.
    text = app.get_formatter()->make_help(&app, app.get_name(), CLI::AppFormatMode::Normal);
  } else if (const CLI::App* command = options.program->find(options.command)) {
    text = command->help(app.get_name());
  } else {
    const std::string nearest = suggest(options.program->nearest_command(options.command));
    throw UsageError{"there is no command " + launch::quoted(options.command) +
                     (nearest.empty() ? "; `launch help` lists them" : "; " + nearest)};
  }
  return write_out(text, {});
}

}  // namespace

void add_help(Program& program) {
  auto [command, options] =
      program.add<HelpOptions>("help", "Explain launch, or one of its commands", help);
  options.program = &program;
  command.add_option("COMMAND", options.command, "The command")->type_name("NAME");
}

}  // namespace launch::cli
