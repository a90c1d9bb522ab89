#include "cli/program.h"

#include <algorithm>
#include <cstdio>

#include "cli/exit_code.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch::cli {
namespace {

// What the user typed and we do not know, in a sentence, with the nearest thing we do know.
int refuse(const std::string& message, std::string_view nearest) {
  const std::string suggestion = nearest.empty() ? "" : "; " + suggest(nearest);
  std::fprintf(stderr, "launch: %s%s\nRun with --help for more information.\n", message.c_str(),
               suggestion.c_str());
  return kUsage;
}

}  // namespace

Program::Program()
    : app_("Compiles and validates ML launch specs: what would run, and what is wrong with it.") {
  app_.require_subcommand(1);
  app_.failure_message(CLI::FailureMessage::simple);
  app_.add_flag_callback(
      "--version", [] { throw CLI::CallForVersion("launch " LAUNCH_VERSION, 0); },
      "Print the version");
}

bool Program::is_unknown_command(std::string_view word) const {
  const std::vector<const CLI::App*> commands = app_.get_subcommands({});
  return !word.starts_with('-') &&
         std::none_of(commands.begin(), commands.end(),
                      [&](const CLI::App* c) { return c->get_name() == word; });
}

int Program::refuse_command(std::string_view word) const {
  std::vector<std::string> names;
  for (const CLI::App* command : app_.get_subcommands({})) names.push_back(command->get_name());
  const std::vector<std::string_view> known(names.begin(), names.end());
  return refuse("unknown command " + launch::quoted(word), did_you_mean(word, known));
}

int Program::refuse_extras(int argc, char** argv) const {
  if (argc > 1 && is_unknown_command(argv[1])) return refuse_command(argv[1]);
  const std::vector<std::string> extras = app_.remaining(true);
  const std::string word = extras.empty() ? "" : extras.front().substr(0, extras.front().find('='));
  if (!word.starts_with('-')) return refuse("unexpected argument " + launch::quoted(word), {});
  std::vector<std::string> names;
  for (const CLI::App* command : app_.get_subcommands()) {
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  return refuse("unknown flag " + word, did_you_mean(word, known));
}

int Program::run(int argc, char** argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ExtrasError&) {
    return refuse_extras(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (argc > 1 && is_unknown_command(argv[1])) return refuse_command(argv[1]);
    const int code = app_.exit(error);
    return code == 0 ? kOk : kUsage;
  }
  return given_();
}

}  // namespace launch::cli
