#include "cli/choices.h"
#include "cli/completion/completion.h"
#include "cli/queue/which_store.h"

namespace launch::cli {
namespace {

std::string quoted_word(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

// What stands behind -a, and whether files may follow.
std::string values_of(const Argument& argument) {
  if (!argument.words.empty()) {
    std::string list;
    for (const std::string& word : argument.words) list += (list.empty() ? "" : " ") + word;
    return " -x -a " + quoted_word(list);
  }
  if (argument.value == kRuleValue)
    return " -x -a " + quoted_word("(" + std::string(kAskRules) + ")");
  if (argument.value == kStoredQueueValue)
    return " -x -a " + quoted_word("(" + std::string(kAskStoredQueues) + ")");
  if (argument.value == kFolderValue) return " -x -a '(__fish_complete_directories)'";
  if (argument.value == kFileValue || argument.value == kQueueValue) return " -r -F";
  return " -x";
}

std::string line_of(const std::string& condition, const Argument& argument) {
  std::string text = "complete -c launch -n " + quoted_word(condition);
  for (const std::string& flag : argument.flags) {
    const bool is_long = flag.starts_with("--");
    text += is_long ? " -l " + flag.substr(2) : " -s " + flag.substr(1);
  }
  if (argument.takes_value()) text += values_of(argument);
  if (!argument.positional()) text += " -d " + quoted_word(argument.help);
  return text + "\n";
}

}  // namespace

std::string fish_completion(const Completed& line) {
  std::string text = "# Written by `launch completion fish`.\ncomplete -c launch -f\n";
  for (const Argument& argument : line.own) text += line_of("__fish_use_subcommand", argument);
  for (const CommandLine& command : line.commands) {
    text += "complete -c launch -n __fish_use_subcommand -a " + command.name + " -d " +
            quoted_word(command.help) + "\n";
  }
  for (const CommandLine& command : line.commands) {
    for (const Argument& argument : command.arguments) {
      if (argument.positional() && values_of(argument) == " -x") continue;
      text += line_of("__fish_seen_subcommand_from " + command.name, argument);
    }
  }
  return text;
}

}  // namespace launch::cli
