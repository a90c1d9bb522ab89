#include "cli/command_tree.h"

#include <CLI/CLI.hpp>

#include "cli/choices.h"

namespace launch::cli {
namespace {

Argument argument_of(const CLI::Option& option) {
  Argument argument;
  for (const std::string& name : option.get_snames()) argument.flags.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) argument.flags.push_back("--" + name);
  if (argument.flags.empty()) argument.name = option.get_name(/*positional=*/true);
  argument.words = words_of(option);
  if (option.get_items_expected_max() > 0) {
    argument.value = argument.words.empty() ? option.get_type_name() : "WORD";
    if (argument.value.empty()) argument.value = "TEXT";
  }
  argument.help = option.get_description();
  argument.required = option.get_required();
  // Lists of any length are what take_all() and vectors give.
  argument.repeated = option.get_items_expected_max() > 1 ||
                      option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
  return argument;
}

}  // namespace

std::vector<Argument> arguments_of(const CLI::App& app) {
  std::vector<Argument> arguments;
  for (const CLI::Option* option : app.get_options()) arguments.push_back(argument_of(*option));
  return arguments;
}

std::vector<CommandLine> command_tree(const CLI::App& app) {
  std::vector<CommandLine> commands;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_group().empty()) continue;
    commands.push_back({command->get_name(), command->get_description(), arguments_of(*command)});
  }
  return commands;
}

}  // namespace launch::cli
