#include "cli/choices.h"
#include "cli/completion/completion.h"
#include "cli/queue/which_store.h"

namespace launch::cli {
namespace {

// Inside single quotes of a specification of _arguments: what is special to either is escaped.
std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}
std::string in_brackets(std::string_view text) { return escaped(text, "\\[]"); }
std::string in_message(std::string_view text) { return escaped(text, "\\:"); }

// ":message:action"; what there is to choose from.
std::string value_of(const Argument& argument) {
  const std::string name = argument.positional() ? argument.name : argument.value;
  std::string text = ":" + in_message(argument.words.empty() ? name : argument.help) + ":";
  if (!argument.words.empty()) {
    text += "(";
    for (const std::string& word : argument.words) {
      text += (&word == argument.words.data() ? "" : " ") + word;
    }
    return text + ")";
  }
  if (argument.value == kFileValue) return text + "_files";
  if (argument.value == kFolderValue) return text + "_files -/";
  if (argument.value == kQueueValue) return text + "_launch_queues";
  if (argument.value == kRuleValue) return text + "_launch_rules";
  if (argument.value == kStoredQueueValue) return text + "_launch_stored_queues";
  return text + " ";
}

std::string specification(const Argument& argument) {
  if (argument.positional()) {
    const std::string value = value_of(argument);
    return "'" + std::string(argument.repeated ? "*" : argument.required ? "" : ":") + value + "'";
  }
  // Short and long form exclude each other, unless the flag may be repeated.
  std::string names, text;
  for (const std::string& flag : argument.flags) names += (names.empty() ? "" : " ") + flag;
  for (const std::string& flag : argument.flags) {
    const std::string sign = !argument.takes_value() ? "" : flag.starts_with("--") ? "=" : "+";
    const std::string before = argument.repeated ? "'*'" : "'(" + names + ")'";
    text += (text.empty() ? "" : " \\\n        ") + before + flag + sign + "'[" +
            in_brackets(argument.help) + "]" + (argument.takes_value() ? value_of(argument) : "") +
            "'";
  }
  return text;
}

std::string arguments(const std::vector<Argument>& all) {
  std::string text = "_arguments -s -S";
  for (const Argument& argument : all) text += " \\\n        " + specification(argument);
  return text + "\n";
}

// A function that offers the lines that a question to the program is answered with.
std::string asking(std::string_view function, std::string_view question, std::string_view rest) {
  return std::string(function) + "() {\n  local -a answers\n  answers=(${(f)\"$(" +
         std::string(question) + " 2>/dev/null)\"})\n  " + std::string(rest) + "\n}\n\n";
}

}  // namespace

std::string zsh_completion(const Completed& line) {
  std::string text = "#compdef launch\n# Written by `launch completion zsh`.\n";
  text += "\n" + asking("_launch_rules", kAskRules, "compadd -a answers") +
          asking("_launch_queues", kAskQueues, "compadd -f -a answers; _files") +
          asking("_launch_stored_queues", kAskStoredQueues, "compadd -a answers");
  text += "_launch() {\n  local context state state_descr line\n  typeset -A opt_args\n";
  text += "  _arguments -C \\\n";
  for (const Argument& argument : line.own) text += "    " + specification(argument) + " \\\n";
  text += "    '1:command:->command' '*::argument:->arguments'\n  case $state in\n";
  text += "    command)\n      local -a commands\n      commands=(\n";
  for (const CommandLine& command : line.commands) {
    text += "        '" + command.name + ":" + in_message(command.help) + "'\n";
  }
  text += "      )\n      _describe command commands ;;\n    arguments)\n      case $words[1] in\n";
  for (const CommandLine& command : line.commands) {
    text += "      " + command.name + ")\n        " + arguments(command.arguments) + "        ;;\n";
  }
  text += "      esac ;;\n  esac\n}\n\n";
  // Both ways of loading it: from a folder of $fpath, and by `source`.
  return text +
         "if [ \"$funcstack[1]\" = _launch ]; then\n  _launch \"$@\"\nelse\n"
         "  compdef _launch launch\nfi\n";
}

}  // namespace launch::cli
