#include "cli/choices.h"
#include "cli/completion/completion.h"
#include "cli/joined.h"
#include "cli/queue/which_store.h"

namespace launch::cli {
namespace {

// The statement that completes a value; empty when only the user knows it.
std::string value_statement(const Argument& argument) {
  if (!argument.words.empty()) return "_launch_words '" + joined(argument.words, " ") + "'";
  if (argument.value == kFileValue) return "_launch_files";
  if (argument.value == kFolderValue) return "_launch_folders";
  if (argument.value == kQueueValue) return "_launch_files";
  if (argument.value == kRuleValue)
    return "_launch_words \"$(" + std::string(kAskRules) + " 2>/dev/null)\"";
  if (argument.value == kStoredQueueValue)
    return "_launch_words \"$(" + std::string(kAskStoredQueues) + " 2>/dev/null)\"";
  return "";
}

std::string flag_words(const std::vector<Argument>& arguments) {
  std::string text;
  for (const Argument& argument : arguments) {
    for (const std::string& flag : argument.flags) text += (text.empty() ? "" : " ") + flag;
  }
  return text;
}

// One line of `case "$command $previous"` for each flag that takes a value.
std::string value_cases(const CommandLine& command) {
  std::string text;
  for (const Argument& argument : command.arguments) {
    if (argument.positional() || !argument.takes_value()) continue;
    std::string pattern;
    for (const std::string& flag : argument.flags) {
      pattern += (pattern.empty() ? "" : "|") + ("'" + command.name + " " + flag + "'");
    }
    const std::string statement = value_statement(argument);
    text += "    " + pattern + ") " + (statement.empty() ? "" : statement + "; ") + "return ;;\n";
  }
  return text;
}

std::string command_case(const CommandLine& command) {
  std::string text = "    " + command.name + ")\n      if [[ $current == -* ]]; then\n";
  text += "        _launch_words '" + flag_words(command.arguments) + "'\n";
  for (const Argument& argument : command.arguments) {
    if (!argument.positional()) continue;
    const std::string statement = value_statement(argument);
    if (statement.empty()) continue;
    text += "      else\n        " + statement + "\n";
    break;
  }
  return text + "      fi ;;\n";
}

constexpr std::string_view kHead =
    R"(# bash completion for launch                                   -*- shell-script -*-
# Written by `launch completion bash`.

_launch_words() {
  local word
  while IFS='' read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$current")
}
_launch_files() {
  local word
  compopt -o filenames 2>/dev/null
  while IFS='' read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
}
_launch_folders() {
  local word
  compopt -o filenames 2>/dev/null
  while IFS='' read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$current")
}

_launch() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= word
  COMPREPLY=()
  # --format=json is three words to bash.
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $word != -* ]]; then
      command=$word
      break
    fi
  done
)";

}  // namespace

std::string bash_completion(const Completed& line) {
  std::string text(kHead);
  std::vector<std::string> names;
  for (const CommandLine& command : line.commands) names.push_back(command.name);
  text += "  case \"$command $previous\" in\n";
  for (const CommandLine& command : line.commands) text += value_cases(command);
  text += "  esac\n  case $command in\n";
  for (const CommandLine& command : line.commands) text += command_case(command);
  text += "    '')\n      if [[ $current == -* ]]; then\n        _launch_words '" +
          flag_words(line.own) + "'\n      else\n        _launch_words '" + joined(names, " ") +
          "'\n      fi ;;\n  esac\n}\ncomplete -F _launch launch\n";
  return text;
}

}  // namespace launch::cli
