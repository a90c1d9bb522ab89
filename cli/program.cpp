#include "cli/program.h"

#include <algorithm>
#include <cstdio>
#include <memory>

#include "cli/exit_code.h"
#include "cli/help_format.h"
#include "compiler/diagnostic/diagnostic.h"

namespace launch::cli {
namespace {

// What the user typed and we do not know, in a sentence, with the way out where there is one.
int refuse(const std::string& message, const std::string& way_out = "") {
  const std::string more = way_out.empty() ? "" : "; " + way_out;
  std::fprintf(stderr, "launch: %s%s\nRun with --help for more information.\n", message.c_str(),
               more.c_str());
  return kUsage;
}

bool is_flag(std::string_view word) { return word.size() > 1 && word.front() == '-'; }

std::vector<std::string> flags_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// The first argument that is empty, as "$FILE" is where the variable is not set: most of what would
// read it takes that for nothing given.
std::string empty_argument(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    const std::vector<std::string>& given = option->results();
    if (std::find(given.begin(), given.end(), "") != given.end()) return option->get_name();
  }
  return {};
}

// -format and -Q are slips of another kind than --fromat: one dash too few, the wrong case.
std::string nearest_flag(std::string_view word, const CLI::App& command) {
  const std::vector<std::string> names = flags_of(command);
  const auto is_known = [&](const std::string& flag) {
    return std::find(names.begin(), names.end(), flag) != names.end();
  };
  const std::string bare(word.substr(std::min(word.find_first_not_of('-'), word.size())));
  if (bare.size() == 1) {
    const char c = bare[0];
    const char other = static_cast<char>(c >= 'a' && c <= 'z'   ? c - 'a' + 'A'
                                         : c >= 'A' && c <= 'Z' ? c - 'A' + 'a'
                                                                : c);
    for (const std::string& flag : {"-" + bare, "-" + std::string(1, other)}) {
      if (flag != word && is_known(flag)) return flag;
    }
    return {};
  }
  if (is_known("--" + bare)) return "--" + bare;
  const std::vector<std::string_view> known(names.begin(), names.end());
  return std::string(did_you_mean("--" + bare, known));
}

}  // namespace

Program::Program()
    : app_("Compiles and validates ML launch specs: what would run, and what is wrong with it.",
           "launch") {
  app_.formatter(std::make_shared<HelpFormat>());  // commands that are added take it over
  app_.require_subcommand(1);
  app_.failure_message(CLI::FailureMessage::simple);
  app_.add_flag_callback(
      "--version", [] { throw CLI::CallForVersion("launch " LAUNCH_VERSION, 0); },
      "Print the version");
}

const CLI::App* Program::find(std::string_view name) const {
  for (const CLI::App* command : app_.get_subcommands({})) {
    if (command->get_name() == name) return command;
  }
  return nullptr;
}

std::string Program::nearest_command(std::string_view word) const {
  std::vector<std::string> names;
  for (const CLI::App* command : app_.get_subcommands({})) {
    // Those without a group are for launch itself.
    if (!command->get_group().empty()) names.push_back(command->get_name());
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  return std::string(did_you_mean(word, known));
}

// The first word is no command: another may stand further on, or none was meant to be needed.
int Program::refuse_command(const Words& line) const {
  const std::string_view word = line[0];
  const auto is_command = [&](std::string_view each) { return find(each) != nullptr; };
  const auto command = std::find_if(line.begin() + 1, line.end(), is_command);
  const std::string nearest = nearest_command(word);
  if (nearest.empty() && command != line.end()) {
    std::string right = "launch " + std::string(*command);
    for (auto each = line.begin(); each != line.end(); ++each) {
      if (each != command) right += " " + std::string(*each);
    }
    const std::string what = is_flag(word) ? "flag " + std::string(word) : launch::quoted(word);
    return refuse(what + " stands before the command", "write " + right);
  }
  if (is_flag(word)) {
    return refuse("unknown flag " + std::string(word.substr(0, word.find('='))),
                  suggest(nearest_flag(word.substr(0, word.find('=')), app_)));
  }
  const bool file = word.ends_with(".yaml") || word.ends_with(".yml") || word.ends_with(".json");
  if (nearest.empty() && file) {
    return refuse(launch::quoted(word) + " is no command",
                  "to check it, write launch validate " + std::string(word));
  }
  return refuse("unknown command " + launch::quoted(word), suggest(nearest));
}

int Program::refuse_extras(const Words& line) const {
  if (find(line[0]) == nullptr) return refuse_command(line);
  const std::vector<std::string> extras = app_.remaining(true);
  const std::string word = extras.empty() ? "" : extras.front().substr(0, extras.front().find('='));
  if (!is_flag(word)) return refuse("unexpected argument " + launch::quoted(word));
  return refuse("unknown flag " + word, suggest(nearest_flag(word, *find(line[0]))));
}

int Program::run(int argc, char** argv) {
  const Words line(argv + std::min(argc, 1), argv + argc);
  try {
    app_.parse(argc, argv);
  } catch (const CLI::Success& answered) {  // --help, --version
    return app_.exit(answered) == 0 ? kOk : kUsage;
  } catch (const CLI::ExtrasError&) {
    return refuse_extras(line);
  } catch (const CLI::ParseError& error) {
    if (line.empty()) return refuse("a command is wanted", "`launch help` lists them");
    if (find(line[0]) == nullptr) return refuse_command(line);
    return refuse(error.what());
  }
  const std::string empty = empty_argument(*find(line[0]));
  if (!empty.empty()) return refuse(empty + " is empty");
  return given_();
}

}  // namespace launch::cli
