// The manual page launch(1), written from the command line itself; man(7) has the macros.

#include "cli/command_tree.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/write_out.h"
#include "compiler/target/target.h"

namespace launch::cli {
namespace {

struct ManOptions {
  const Program* program = nullptr;
};

// Text as roff shows it: a backslash would start an escape, a hyphen would be typeset as one, and a
// dot or a quote at the start of a line would be a macro.
std::string shown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool at_start = out.empty() || out.back() == '\n';
    if (at_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '"') {
      out += "\\(dq";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '`') {
      out += "\\(ga";
    } else {
      out += c;
    }
  }
  return out;
}
std::string bold(std::string_view text) { return "\\fB" + shown(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + shown(text) + "\\fR"; }

std::string section(std::string_view name) { return ".SH " + std::string(name) + "\n"; }
// In lines of at most 72 characters: roff fills them anyway, and people read the source too.
std::string folded(std::string_view text) {
  constexpr std::size_t kLongest = 72;
  std::string out;
  while (text.size() > kLongest) {
    const std::size_t blank = text.rfind(' ', kLongest);
    if (blank == std::string_view::npos) break;
    out += std::string(text.substr(0, blank)) + "\n";
    text.remove_prefix(blank + 1);
  }
  return out + std::string(text) + "\n";
}
std::string entry(const std::string& term, std::string_view text) {
  return ".TP\n" + term + "\n" + shown(folded(text));
}

std::string value_of(const Argument& argument) {
  if (argument.words.empty()) return italic(argument.value);
  std::string text;
  for (const std::string& word : argument.words) text += (text.empty() ? "" : "|") + bold(word);
  return text;
}

std::string term_of(const Argument& argument) {
  if (argument.positional()) return italic(argument.name);
  std::string text;
  for (const std::string& flag : argument.flags) text += (text.empty() ? "" : ", ") + bold(flag);
  return argument.takes_value() ? text + " " + value_of(argument) : text;
}

std::string synopsis_of(const CommandLine& command) {
  std::string text = bold("launch") + " " + bold(command.name) + " [" + italic("OPTIONS") + "]";
  for (const Argument& argument : command.arguments) {
    if (!argument.positional()) continue;
    const std::string name = italic(argument.name) + (argument.repeated ? "..." : "");
    text += argument.required ? " " + name : " [" + name + "]";
  }
  return text;
}

std::string command_page(const CommandLine& command) {
  std::string text = ".SS " + synopsis_of(command) + "\n" + shown(command.help) + ".\n";
  for (const Argument& argument : command.arguments) {
    const bool is_help = !argument.flags.empty() && argument.flags.back() == "--help";
    if (!is_help) text += entry(term_of(argument), argument.help + ".");
  }
  return text;
}

struct Line {
  std::string_view term, text;
};
constexpr Line kExitCodes[] = {
    {"0", "nothing is wrong"},
    {"1",
     "findings at or above the gate (--fail-on); for import, something that did not come back"},
    {"2", "wrong use of the command line, or a configuration that cannot be used"},
    {"3", "a file or a backend could not be read or reached"},
    {"4", "the backend refused"},
    {"70", "a bug in launch"},
};
constexpr Line kVariables[] = {
    {"NO_COLOR", "when set, nothing is coloured unless --color always is given"},
    {"CLICOLOR_FORCE", "when set and not 0, output is coloured even where it is no terminal"},
    {"GITHUB_ACTIONS", "when true, findings are also written as annotations, to standard error"},
    {"LAUNCH_STATE_DIR",
     "the folder of the journal and of queues, instead of launch in XDG_STATE_HOME"},
    {"LAUNCH_STORE",
     "where queues are kept, unless --store says it: a file, or postgresql://HOST/NAME"},
    {"WANDB_LAUNCH_MAX_JOBS", "how many jobs an agent runs at a time, unless --max-jobs says it"},
    {"WANDB_LAUNCH_START_TIMEOUT",
     "how many seconds a job may wait for its start with an agent, unless --start-timeout says it"},
};
constexpr Line kFiles[] = {
    {"launch.yaml", "the workspace file: where documents lie, and defaults for all jobs"},
    {"queues/*.yaml", "queues, where there is no workspace file"},
    {"launch-config.yaml", "the configuration of an agent, where there is no workspace file"},
};

template <std::size_t size>
std::string list(const Line (&lines)[size]) {
  std::string text;
  for (const Line& line : lines) text += entry(bold(line.term), std::string(line.text) + ".");
  return text;
}

std::string page(const CLI::App& app) {
  std::string text = ".\\\" Written by `launch man`.\n";
  text += ".TH LAUNCH 1 " LAUNCH_DATE " \"launch " LAUNCH_VERSION "\" \"User Commands\"\n";
  text += section("NAME") + "launch \\- compile and validate ML launch specs\n";
  text += section("SYNOPSIS") + bold("launch") + " " + italic("COMMAND") + " [" +
          italic("OPTIONS") + "] [" + italic("ARGUMENT") + "...]\n";
  text += section("DESCRIPTION");
  text += folded(
      "launch reads jobs, queues, agents and sweeps of W&B Launch, finds their mistakes before "
      "anything runs, and prints what would run. Targets:");
  for (const Target* target : targets()) {
    text += entry(bold(target->name), std::string(target->summary) + ".");
  }
  text += ".PP\nResults go to standard output, everything else to standard error.\n";
  text += section("COMMANDS");
  for (const CommandLine& command : command_tree(app)) text += command_page(command);
  text += section("\"EXIT STATUS\"") + list(kExitCodes);
  text += section("ENVIRONMENT") + list(kVariables);
  text += section("FILES") + list(kFiles);
  text += section("EXAMPLES");
  text += entry(bold("launch init"), "Writes a workspace to start from.");
  text += entry(bold("launch validate"), "Checks the whole workspace.");
  text += entry(bold("launch render job.yaml"), "Prints what the job would run.");
  return text;
}

int man(const ManOptions& options) {
  const std::string text = page(options.program->app());
  return write_out(text, {});
}

}  // namespace

void add_man(Program& program) {
  auto [command, options] =
      program.add<ManOptions>("man", "Print the manual page launch(1), for man -l", man);
  options.program = &program;
}

}  // namespace launch::cli
